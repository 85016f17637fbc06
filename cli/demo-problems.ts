// The problems of `steplabel demo`: easy word problems of our own, such that a very small model gets some right and some wrong.

export interface DemoProblem {
  readonly id: string;
  readonly question: string;
  readonly answer: string;
}

export const demoProblems: readonly DemoProblem[] = [
  { id: "pencils", question: "A box holds 6 pencils. How many pencils are in 4 boxes?", answer: "24" },
  { id: "tickets", question: "One ticket costs 4 dollars. How much do 5 tickets cost?", answer: "20" },
  {
    id: "flowers",
    question: "A garden has 6 red flowers and twice as many yellow flowers. How many yellow flowers are there?",
    answer: "12",
  },
  { id: "walk", question: "A man walks 3 kilometers each day. How many kilometers does he walk in 7 days?", answer: "21" },
  { id: "lamps", question: "A shop had 40 lamps. It sold 15 on Friday and 10 on Saturday. How many lamps are left?", answer: "15" },
  {
    id: "books",
    question: "A shelf has 4 rows with 3 books in each row. Two books are taken away. How many books are on the shelf?",
    answer: "10",
  },
];
