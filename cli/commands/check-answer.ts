// steplabel check-answer: how a final answer is read and compared with a gold one, without a campaign.
import { Option } from "commander";
import type { Command } from "commander";
import type { AnswerType } from "../../schemas/index.ts";
import { jsonOption } from "../context.ts";
import type { Perform } from "../context.ts";
import { exitCodes } from "../exit-codes.ts";
import { oneLine } from "../terminal.ts";

interface Options {
  readonly type: AnswerType["kind"];
  readonly json?: true;
}

export function addCheckAnswer(program: Command, perform: Perform): void {
  program
    .command("check-answer")
    .summary("say whether two final answers are the same, and why")
    .description(
      'Reads both as a campaign does: the final answer of a text (\\boxed{}, ####, "the answer is", …), else the text itself.\nBegin an answer with a minus sign after `--`: steplabel check-answer -- 3 -3',
    )
    .argument("<gold>", "gold answer, or a text that holds it")
    .argument("<prediction>", "answer to compare, or a text that holds it")
    .addOption(new Option("--type <kind>", "how answers are compared").choices(["math", "exact", "choice", "numeric"]).default("math"))
    .option(...jsonOption)
    .action(async (gold: string, prediction: string, options: Options) =>
      perform(options, async ({ output }) => {
        const { compareAnswers, extractAnswer } = await import("../../methods/answers/index.ts");
        const readAnswer = (text: string): string => {
          const extraction = extractAnswer(text, { type: { kind: options.type } });
          return extraction.kind === "answer" ? extraction.text : text.trim();
        };
        const [read, found] = [readAnswer(gold), readAnswer(prediction)];
        const verdict = compareAnswers(read, found, { type: { kind: options.type } });
        const { kind, ...reasons } = verdict;
        output.emit("answer", { gold: read, prediction: found, verdict: kind, ...reasons });
        output.say(`${kind} (by ${verdict.method})`);
        output.say(`  gold        ${oneLine(read)}  [${oneLine(verdict.canonicalGold)}]`);
        output.say(`  prediction  ${oneLine(found)}  [${oneLine(verdict.canonicalPrediction)}]`);
        return exitCodes.ok;
      }),
    );
}
