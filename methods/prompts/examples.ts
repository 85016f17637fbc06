// The worked examples of the few-shot text: they show a base model the form "Question, Step 1, Step 2, Answer".

export interface WorkedExample {
  readonly question: string;
  readonly steps: readonly string[];
  readonly answer: string;
}

// Of six texts tried on the small local model, bare arithmetic with a two-step example first got the most right answers (docs/local-model.md).
export const workedExamples: readonly WorkedExample[] = [
  {
    question: "Ann had 10 pens. She gave 3 away and then bought 5 more. How many pens does Ann have now?",
    steps: ["10 - 3 = 7", "7 + 5 = 12"],
    answer: "12",
  },
  {
    question: "Tom has 3 bags. Each bag holds 4 apples. How many apples does Tom have?",
    steps: ["3 * 4 = 12"],
    answer: "12",
  },
];
