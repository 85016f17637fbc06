// The worked examples of the few-shot text: they show a base model the form "Question, Step 1, Step 2, Answer".

export interface WorkedExample {
  readonly question: string;
  readonly steps: readonly string[];
  readonly answer: string;
}

export const workedExamples: readonly WorkedExample[] = [
  {
    question: "A farmer has 3 baskets with 4 eggs in each. He finds 2 more eggs. How many eggs does he have?",
    steps: ["The baskets hold 3 * 4 = 12 eggs.", "With 2 more he has 12 + 2 = 14 eggs."],
    answer: "14",
  },
  {
    question: "Lena had 20 cards. She gave 8 cards to her brother. How many cards does she have left?",
    steps: ["She has 20 - 8 = 12 cards left."],
    answer: "12",
  },
];
