// The stories that simulated questions tell: for each theme its sentences as templates, one sentence an operation.
// In a template {who}, {things} and {number} stand for the subject, the counted objects and the number.
import type { Operator } from "./chain.ts";

export interface Theme {
  readonly subjects: readonly string[];
  readonly things: readonly string[];
  readonly opening: string;
  readonly sentences: Readonly<Record<Operator, readonly string[]>>;
  readonly closing: string;
}

export const themes: readonly Theme[] = [
  {
    subjects: ["Mia", "Omar", "Lena", "Kofi", "Priya", "Jonas", "Aiko", "Rosa", "Emil", "Zanele"],
    things: ["stickers", "marbles", "coins", "shells", "postcards", "beads", "badges", "stamps"],
    opening: "{who} has {number} {things}.",
    sentences: {
      "+": ["{who} buys {number} more.", "{who} finds {number} more in a drawer.", "A friend gives {who} {number} more."],
      "-": [
        "{who} gives {number} of them away.",
        "{who} loses {number} of them on the way to school.",
        "{who} trades {number} of them for a book.",
      ],
      "*": ["Over the year the collection grows to {number} times its size.", "{who} wins a game that makes it {number} times as many."],
      "/": [
        "{who} splits them into {number} equal bags and keeps one bag.",
        "{who} shares them equally among {number} people and keeps one share.",
      ],
    },
    closing: "How many {things} does {who} have now?",
  },
  {
    subjects: ["bakery", "market stall", "corner shop", "warehouse", "school kitchen", "canteen"],
    things: ["loaves", "apples", "jars", "candles", "boxes of tea", "bottles", "notebooks"],
    opening: "A {who} has {number} {things} in stock.",
    sentences: {
      "+": ["A delivery brings {number} more.", "Another {number} arrive in the afternoon."],
      "-": ["The {who} sells {number} of them.", "On inspection {number} turn out to be spoiled and are thrown out."],
      "*": ["For the fair the stock is raised to {number} times what it was.", "A big order makes the stock {number} times as large."],
      "/": [
        "The stock is divided evenly among {number} branches, and this {who} keeps its part.",
        "Only one of every {number} is left after the holidays.",
      ],
    },
    closing: "How many {things} does the {who} have in stock at the end?",
  },
  {
    subjects: ["ferry", "train", "cable car line", "festival", "museum", "stadium"],
    things: ["visitors", "passengers", "guests", "children", "tourists"],
    opening: "In the morning the {who} counts {number} {things}.",
    sentences: {
      "+": ["Then {number} more come in.", "A tour group of {number} joins them."],
      "-": ["Then {number} of them leave.", "A school class of {number} goes home."],
      "*": ["By noon the crowd is {number} times as large.", "When the music starts the number grows to {number} times what it was."],
      "/": [
        "When it rains only one in every {number} stays.",
        "The crowd splits into {number} equal groups, and all groups but one go away.",
      ],
    },
    closing: "How many {things} does the {who} count at the end of the day?",
  },
  {
    subjects: ["gardener", "farmer", "forester", "florist", "park keeper"],
    things: ["tulips", "seedlings", "pumpkins", "roses", "young trees", "tomato plants"],
    opening: "A {who} starts the season with {number} {things}.",
    sentences: {
      "+": ["In spring the {who} plants {number} more.", "A neighbour brings {number} more."],
      "-": ["A storm destroys {number} of them.", "The {who} gives {number} of them to the town."],
      "*": ["A good summer brings the number to {number} times what it was.", "With cuttings the {who} turns each of them into {number}."],
      "/": [
        "The {who} keeps one row out of {number} equal rows and sells the others.",
        "In a dry month only one out of every {number} survives.",
      ],
    },
    closing: "How many {things} does the {who} have at the end of the season?",
  },
];
