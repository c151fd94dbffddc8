/* What the commands share: their options, the engine, the passphrase. For node only. */
import { answer } from "./engine.mjs";
import { loadElection, loadText, typed } from "./terminal.mjs";
import { Wrong, need } from "./wrong.mjs";

/* called in a way that the help does not name */
export class UsageError extends Error {}

export function given(values, name) {
  if (values[name] === undefined) throw new UsageError(`缺少 --${name}`);
  return values[name];
}

/* the engine's result; a refusal is thrown */
export async function engine(name, more, told) {
  const { ok, result, wrong, fault } = await answer({ do: name, ...more }, told);
  if (fault) throw new Error(fault);
  if (!ok) throw new Wrong(wrong);
  return result;
}

export async function electionOf(values) {
  const found = await loadElection(given(values, "election"));
  if (values.roll) found.roll = await loadText(values.roll);
  return { ...found, fingerprint: values.fingerprint };
}

export async function passphrase(values, again) {
  if (values["passphrase-file"]) return (await loadText(values["passphrase-file"])).replace(/\r?\n$/, "");
  const first = await typed("口令> ", true);
  if (again) need(first === (await typed("再输入一遍> ", true)), "两次输入的口令不一样。");
  return first;
}
