// The checker's version, stored with every grade: raised whenever a verdict, an extraction or a canonical form may change.

export const checkerVersion: string = "answers@2";
