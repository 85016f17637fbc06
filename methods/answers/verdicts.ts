// What the comparing steps hand to each other: a decision with the rule that made it.

export interface Decision {
  readonly kind: "equal" | "different" | "undecided";
  readonly method: string;
}

export const same = (method: string): Decision => ({ kind: "equal", method });
export const differs = (method: string): Decision => ({ kind: "different", method });
export const unknown = (method: string): Decision => ({ kind: "undecided", method });

export function decided(isSame: boolean, methodIfSame: string, methodIfNot: string): Decision {
  return isSame ? same(methodIfSame) : differs(methodIfNot);
}

/** All must be equal; one that differs decides, one that is undecided leaves the whole undecided. */
export function allEqual(decisions: Iterable<Decision>, method: string): Decision {
  let doubt: Decision | undefined;
  for (const decision of decisions) {
    if (decision.kind === "different") return differs(method);
    if (decision.kind === "undecided") doubt = decision;
  }
  return doubt ?? same(method);
}

/** The first equal one decides; else a doubt outlasts a difference. */
export function anyEqual(decisions: Iterable<Decision>): Decision {
  let best: Decision | undefined;
  for (const decision of decisions) {
    if (decision.kind === "equal") return decision;
    if (best === undefined || (best.kind === "different" && decision.kind === "undecided")) best = decision;
  }
  return best ?? unknown("not_comparable");
}
