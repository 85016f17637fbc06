// Opens a campaign's folder and ledger, checks its problem file, and begins it or finds it begun.
import { randomUUID } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { checkInput } from "../activities/index.ts";
import type { InputCheck } from "../activities/index.ts";
import { openProblemFile, readManifest } from "../datasets/index.ts";
import type { ProblemFile } from "../datasets/index.ts";
import { openSqliteLedger } from "../ledger/index.ts";
import type { CampaignRecord, Ledger } from "../ledger/index.ts";
import { canonicalJson } from "../schemas/hash.ts";
import type { Json } from "../schemas/hash.ts";
import type { InvalidRow } from "../schemas/index.ts";
import { folderOf } from "./campaign-folder.ts";
import type { CampaignFolder } from "./campaign-folder.ts";
import { configurationHash, lockedConfiguration, lockedDifferences } from "./campaign-identity.ts";
import { ConfigurationError } from "./configuration.ts";
import type { CampaignFile } from "./configuration.ts";
import { holdLock } from "./lock.ts";

export interface OpenCampaign {
  readonly file: CampaignFile;
  readonly folder: CampaignFolder;
  readonly ledger: Ledger;
  /** Tells this ledger from every other one, wherever it lies. */
  readonly ledgerId: string;
  readonly problems: ProblemFile;
  readonly input: InputCheck;
  readonly configurationHash: string;
  readonly origin: "begun" | "resumed";
  close(): Promise<void>;
}

const shownRows = 10;

/** Throws ConfigurationError or DatasetError, one sentence a fault, before anything is written that a mended file would contradict. */
export async function openCampaign(file: CampaignFile, now: () => number): Promise<OpenCampaign> {
  const { configuration } = file;
  const folder = folderOf(configuration, file.folder);
  const problems = await openProblemFile(configuration.problems, { baseFolder: file.folder });
  let ledger: Ledger | null = null;
  try {
    const input = await checkInput(problems, configuration.problems);
    refuseInvalidRows(configuration.problems.path, input, configuration.problems.skipInvalid ? "skip" : "refuse");
    await refuseForeignFolder(folder.path, configuration.name);
    await mkdir(folder.path, { recursive: true });
    ledger = await openSqliteLedger(folder.ledger);
    const record = recordOf(file, problems, now());
    const known = await ledger.campaign(configuration.name);
    if (known === null) await ledger.createCampaign(record);
    else if ((await ledger.progress(configuration.name)).problems > 0) refuseChanges(known, record, folder.path);
    // Nothing was asked yet: what was tried first binds nobody.
    else await ledger.updateCampaign(configuration.name, record);
    const open = ledger;
    const ledgerId = await idOf(ledger);
    return {
      file,
      folder,
      ledger,
      ledgerId,
      problems,
      input,
      configurationHash: record.configurationHash,
      origin: known === null ? "begun" : "resumed",
      async close() {
        await problems.close();
        await open.close();
      },
    };
  } catch (error) {
    await problems.close();
    await ledger?.close();
    throw error;
  }
}

/** Tables of two campaigns in one folder would overwrite each other. */
async function refuseForeignFolder(folder: string, name: string): Promise<void> {
  const owner = (await readManifest(folder))?.campaign ?? name;
  if (owner !== name) throw new ConfigurationError(`The folder ${folder} holds campaign ${owner}; give ${name} a folder of its own.`);
}

async function idOf(ledger: Ledger): Promise<string> {
  const known = await ledger.fact("ledger-id");
  if (known !== null) return known;
  await ledger.putFact("ledger-id", randomUUID());
  // Another process may have put one at the same time: the later stands for both.
  return (await ledger.fact("ledger-id")) ?? "";
}

/** Makes the file's budget the campaign's: for the one process that runs it, not for a worker that joins. */
export async function applyBudget({ ledger, file: { configuration } }: OpenCampaign): Promise<void> {
  const { usd = null, tokens = null, calls = null } = configuration.budget;
  await ledger.setBudget(configuration.name, { usd, tokens, calls });
}

/** Throws InfrastructureError when another process runs the campaign. */
export async function holdCampaign({ folder, file }: OpenCampaign): Promise<{ release(): Promise<void> }> {
  const { name } = file.configuration;
  return holdLock(
    join(folder.path, "run.lock"),
    `Campaign ${name} is being run by another process; end it first, or watch it with \`steplabel status\`.`,
  );
}

function recordOf({ configuration }: CampaignFile, problems: ProblemFile, createdAt: number): CampaignRecord {
  return {
    campaign: configuration.name,
    configuration: canonicalJson(lockedConfiguration(configuration)),
    configurationHash: configurationHash(configuration),
    inputHash: problems.sha256,
    rows: problems.rows,
    budget: configuration.budget,
    createdAt,
  };
}

function refuseInvalidRows(path: string, { invalid, usable }: InputCheck, mode: "skip" | "refuse"): void {
  if (usable === 0 || (invalid.length > 0 && mode === "refuse")) {
    const shown = invalid.slice(0, shownRows).map((row) => `${path}${place(row)}: ${row.reason}`);
    const more = invalid.length > shownRows ? [`… and ${invalid.length - shownRows} more rows.`] : [];
    const advice = usable === 0 ? "No row of the file can be used." : "Mend these rows, or leave them out with --skip-invalid.";
    throw new ConfigurationError([...shown, ...more, advice].join("\n"));
  }
}

const place = ({ line, row }: InvalidRow): string => (line === null ? `, row ${row}` : `:${line}`);

function refuseChanges(known: CampaignRecord, record: CampaignRecord, folder: string): void {
  const differences = [
    ...lockedDifferences(JSON.parse(known.configuration) as Json, JSON.parse(record.configuration) as Json),
    ...(known.inputHash === record.inputHash ? [] : ["problems: the content of the file has changed"]),
  ];
  if (differences.length === 0) return;
  throw new ConfigurationError(
    `Campaign ${known.campaign} has begun with another configuration; undo the change, or give the campaign another name (its folder is ${folder}):\n${differences.map((line) => `  ${line}`).join("\n")}`,
  );
}
