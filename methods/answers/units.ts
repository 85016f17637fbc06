// Units of measure that may follow a number: which are known, what they measure and how they convert.
import { multiply, one, power, rational } from "./rational.ts";
import type { Rational } from "./rational.ts";

/** What a unit measures, and how many base units one of it is. */
export interface Unit {
  readonly dimension: string;
  readonly factor: Rational;
}

const table: readonly (readonly [dimension: string, numerator: bigint, denominator: bigint, names: string])[] = [
  ["length", 1n, 1000n, "mm millimeter millimeters millimetre millimetres 毫米"],
  ["length", 1n, 100n, "cm centimeter centimeters centimetre centimetres 厘米 сантиметров см"],
  ["length", 1n, 1n, "meter meters metre metres metros mètres 米"],
  ["length", 1000n, 1n, "km kilometer kilometers kilometre kilometres kilómetros 公里 千米 км"],
  ["length", 254n, 10000n, "inch inches"],
  ["length", 3048n, 10000n, "ft foot feet"],
  ["length", 9144n, 10000n, "yd yard yards"],
  ["length", 1609344n, 1000n, "mi mile miles"],
  ["time", 1n, 1n, "sec secs second seconds segundos secondes sekunden 秒"],
  ["time", 60n, 1n, "minute minutes mins minutos minuten 分钟"],
  ["time", 3600n, 1n, "hr hrs hour hours heures horas stunden 小时"],
  ["time", 86400n, 1n, "day days jours días tage 天"],
  ["time", 604800n, 1n, "week weeks 周"],
  ["years", 1n, 12n, "month months 个月"],
  ["years", 1n, 1n, "yr yrs year years ans años jahre 年 岁"],
  ["mass", 1n, 1000n, "mg milligram milligrams"],
  ["mass", 1n, 1n, "gram grams 克"],
  ["mass", 1000n, 1n, "kg kilogram kilograms kgs kilos 千克 公斤 кг"],
  ["mass", 1_000_000n, 1n, "ton tons tonne tonnes 吨"],
  ["mass", 45359237n, 100000n, "lb lbs pound pounds"],
  ["mass", 45359237n, 1600000n, "oz ounce ounces"],
  ["volume", 1n, 1_000_000n, "ml milliliter milliliters millilitre millilitres 毫升"],
  ["volume", 1n, 1000n, "liter liters litre litres litros 升"],
  ["dollar", 1n, 1n, "$ dollar dollars usd bucks dólares 美元"],
  ["dollar", 1n, 100n, "cent cents ¢"],
  ["euro", 1n, 1n, "€ euro euros eur 欧元"],
  ["pound sterling", 1n, 1n, "£ gbp"],
  ["yuan", 1n, 1n, "yuan rmb 元 人民币"],
  ["yen", 1n, 1n, "¥ yen jpy 円 日元"],
  ["rupee", 1n, 1n, "₹ rupee rupees inr rs"],
  ["ruble", 1n, 1n, "₽ ruble rubles руб рублей"],
  ["speed", 1609344n, 3600000n, "mph"],
  ["speed", 1000n, 3600n, "kmh kph"],
  ["frequency", 1n, 1n, "hz hertz"],
  ["force", 1n, 1n, "newton newtons"],
  ["energy", 1n, 1n, "joule joules"],
  ["power", 1n, 1n, "watt watts"],
];

const units: ReadonlyMap<string, Unit> = new Map(
  table.flatMap(([dimension, numerator, denominator, names]) =>
    names.split(" ").map((name) => [name, { dimension, factor: rational(numerator, denominator) }] as const),
  ),
);

/** Single letters that are units inside a compound such as m/s, though alone they are variables. */
const letterUnits: ReadonlyMap<string, string> = new Map([
  ["m", "meter"],
  ["s", "second"],
  ["h", "hour"],
  ["g", "gram"],
  ["l", "liter"],
  ["L", "liter"],
  ["in", "inch"],
  ["min", "minute"],
  ["N", "newton"],
  ["J", "joule"],
  ["W", "watt"],
]);

/** Whether a bare word right after a number names a unit. */
export function isUnitWord(word: string): boolean {
  return units.has(word) || units.has(word.toLowerCase());
}

/**
 * The meaning of unit words such as `cm^2`, `square miles`, `miles per hour`, `m/s`; undefined when any part is unknown.
 * Letters alone (`m`) count here, because the caller saw them in a text after a number.
 */
export function parseUnit(words: string): Unit | undefined {
  const prepared = words
    .toLowerCase()
    .trim()
    .replaceAll(/[{}().]/g, "")
    .replaceAll(/\bsquare[ds]?\s+(\S+)/g, "$1^2")
    .replaceAll(/\bcubic\s+(\S+)/g, "$1^3")
    .replaceAll(/\b(\S+)\s+squared\b/g, "$1^2")
    .replaceAll(/\b(\S+)\s+cubed\b/g, "$1^3")
    .replaceAll(/\s*(?:\/|\bper\b|\ban?\b(?=\s+\S+$))\s*/g, " / ");
  if (prepared === "") return undefined;
  let [factor, inverted] = [one, false];
  const dimensions = new Map<string, number>();
  for (const part of prepared.split(/\s+|\*/)) {
    if (part === "/") {
      inverted = true;
      continue;
    }
    const [name = "", exponent = "1"] = part.split("^");
    const unit = units.get(name) ?? units.get(letterUnits.get(name) ?? "");
    const degree = Number(exponent) * (inverted ? -1 : 1);
    if (unit === undefined || !Number.isInteger(degree) || Math.abs(degree) > 6) return undefined;
    dimensions.set(unit.dimension, (dimensions.get(unit.dimension) ?? 0) + degree);
    factor = multiply(factor, power(unit.factor, rational(BigInt(degree))) ?? one);
  }
  const dimension = [...dimensions]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, degree]) => (degree === 1 ? name : `${name}^${degree}`))
    .join(" ");
  return { dimension: compoundNames.get(dimension) ?? dimension, factor };
}

const compoundNames: ReadonlyMap<string, string> = new Map([
  ["length time^-1", "speed"],
  ["length^3", "volume"],
]);
