// Probes and grades: which draws measured which prefix, and what each draw came to. Every function runs inside its caller's transaction.
import type { DatabaseSync } from "node:sqlite";
import type { DrawName, Grade, GradeRecord, ProbeRecord } from "../schemas/index.ts";
import type { Interning } from "./interning.ts";
import type { ProblemTable } from "./problems.ts";

interface GradeRow {
  readonly grade: string;
  readonly gradeReason: string | null;
  readonly answer: string | null;
  readonly canonical: string | null;
  readonly method: string;
}

export type EvidenceTables = ReturnType<typeof evidenceTables>;

export function evidenceTables(database: DatabaseSync, problems: ProblemTable, intern: Interning) {
  const putProbe = database.prepare(
    `INSERT INTO probes (problem_id, solution, step, from_draw, count, stop, model, request_id, used) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT DO UPDATE SET count = excluded.count, stop = excluded.stop, model = excluded.model, request_id = excluded.request_id,
        used = excluded.used`,
  );
  const selectProbes = database.prepare(
    `SELECT solution, step, from_draw AS "from", count, stop, model, requests.key AS requestKey, used
      FROM probes JOIN requests ON requests.id = request_id WHERE problem_id = ? ORDER BY solution, step, from_draw`,
  );
  const putGrade = database.prepare(
    `INSERT INTO grades (problem_id, grader, request_id, draw, grade, grade_reason, answer, canonical, method) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT DO NOTHING`,
  );
  const selectGrade = database.prepare(
    `SELECT grade, grade_reason AS gradeReason, answer, canonical, method FROM grades
      WHERE problem_id = ? AND grader = ? AND request_id = ? AND draw = ?`,
  );

  return {
    putProbes(campaign: string, probes: readonly ProbeRecord[]): void {
      for (const { problem, solution, step, from, count, stop, model, requestKey, used } of probes)
        putProbe.run(problems.id(campaign, problem), solution, step, from, count, stop, model, intern.putRequest(requestKey), used);
    },

    probes: (campaign: string, problem: string): ProbeRecord[] =>
      (selectProbes.all(problems.id(campaign, problem)) as unknown as Omit<ProbeRecord, "problem">[]).map((row) => ({ ...row, problem })),

    putGrades(campaign: string, problem: string, grades: readonly GradeRecord[]): void {
      const problemId = problems.id(campaign, problem);
      const request = remembered((requestKey) => intern.putRequest(requestKey));
      for (const { requestKey, draw, grader, grade, answer, canonical, method } of grades) {
        const reason = "reason" in grade ? grade.reason : null;
        putGrade.run(problemId, grader, request(requestKey), draw, grade.kind, reason, answer, canonical, method);
      }
    },

    grades(campaign: string, problem: string, grader: string, names: readonly DrawName[]): (GradeRecord | null)[] {
      const problemId = problems.id(campaign, problem);
      const request = remembered((requestKey) => intern.requestId(requestKey));
      return names.map(({ requestKey, draw }) => {
        const row = selectGrade.get(problemId, grader, request(requestKey), draw) as GradeRow | undefined;
        if (row === undefined) return null;
        const { grade, gradeReason, answer, canonical, method } = row;
        const value = (gradeReason === null ? { kind: grade } : { kind: grade, reason: gradeReason }) as Grade;
        return { requestKey, draw, grader, grade: value, answer, canonical, method };
      });
    },
  };
}

/** Draws come in runs of one request: its row is looked up once a batch. */
function remembered<T>(lookUp: (requestKey: string) => T): (requestKey: string) => T {
  const known = new Map<string, T>();
  return (requestKey) => {
    const found = known.get(requestKey);
    if (found !== undefined) return found;
    const value = lookUp(requestKey);
    known.set(requestKey, value);
    return value;
  };
}
