// The problems of `steplabel demo`: easy word problems of our own, such that a very small model gets some right and some wrong.

export interface DemoProblem {
  readonly id: string;
  readonly question: string;
  readonly answer: string;
}

export const demoProblems: readonly DemoProblem[] = [
  { id: "pencils", question: "A box holds 6 pencils. How many pencils are in 4 boxes?", answer: "24" },
  { id: "apples", question: "Tom has 5 apples. He buys 7 more and eats 2. How many apples does he have now?", answer: "10" },
  { id: "bus", question: "A bus has 12 passengers. At the stop 5 get off and 3 get on. How many passengers are on the bus?", answer: "10" },
  { id: "cookies", question: "Mia bakes 3 trays with 8 cookies each and gives 4 cookies away. How many cookies are left?", answer: "20" },
  { id: "coins", question: "Ben has 9 coins. His sister has twice as many. How many coins do they have together?", answer: "27" },
];
