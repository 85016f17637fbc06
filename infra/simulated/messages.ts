// Chat messages as both formats have them: their schema, and the joined text that the model sees.
import { z } from "zod";
import type { Position } from "./reasoner.ts";

const textPart = z.object({ type: z.literal("text"), text: z.string() });

/** Content as a string or as text parts; other parts (images) are refused. */
export const messageContent = z.union([z.string(), z.array(textPart)]);

export interface Message {
  readonly role: string;
  readonly content: z.output<typeof messageContent>;
}

export function contentText(content: Message["content"]): string {
  return typeof content === "string" ? content : content.map(({ text }) => text).join("");
}

/** Joins messages with empty lines. A last assistant message that is not empty is a prefix: the model goes on from it. */
export function joinMessages(messages: readonly Message[]): { readonly prompt: string; readonly position: Position } {
  const last = messages.at(-1);
  return {
    prompt: messages.map(({ content }) => contentText(content)).join("\n\n"),
    position: last !== undefined && last.role === "assistant" && contentText(last.content) !== "" ? "continues" : "replies",
  };
}

/** The first problem that a schema found, as one sentence and the name of the field. */
export function firstIssue(error: z.ZodError): { readonly message: string; readonly parameter: string | null } {
  const issue = error.issues[0];
  const parameter = issue === undefined || issue.path.length === 0 ? null : issue.path.map(String).join(".");
  return { message: `${parameter ?? "body"}: ${issue?.message ?? "invalid"}`, parameter };
}
