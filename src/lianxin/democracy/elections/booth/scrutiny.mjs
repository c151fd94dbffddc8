/* Commands for scrutineers: keys, the check of an archive, shuffles, decryptions. For node only. */
import { engine, given, passphrase } from "./calls.mjs";
import { loadArchive, loadText, save, say } from "./terminal.mjs";
import { read } from "./texts.mjs";

export async function key(values) {
  const names = ["public", "keyfile", "sheet"].map((name) => given(values, name));
  const asks = { group: given(values, "group"), name: given(values, "name"), passphrase: await passphrase(values, true) };
  const made = await engine("key", asks);
  await save(names[1], made.keyfile);
  await save(names[2], `${made.sheet.join(" ")}\n`);
  await save(names[0], made.public);
  process.stdout.write(`${made.fingerprint}\n`);
  say(`公钥交给服务器：${names[0]}；密钥文件：${names[1]}；恢复单请打印或者抄下后删除：${names[2]}`);
}

async function archiveOf(values) {
  const archive = await loadArchive(given(values, "archive"));
  return { archive, fingerprint: values.fingerprint, head: values.head };
}

function progress(done, of) {
  if (process.stderr.isTTY) process.stderr.write(`\r${done}/${of} `);
}

export async function examine(values) {
  process.stdout.write(`${JSON.stringify(await engine("examine", await archiveOf(values), progress), null, 2)}\n`);
}

export async function shuffle(values) {
  const out = given(values, "out");
  const { shuffle: text, before } = await engine("shuffle", await archiveOf(values), progress);
  await save(out, text);
  say(`已经打乱，写到 ${out}。打乱前的列表指纹：${before}`);
}

/* how somebody shows that the key is theirs: file and passphrase, or what is on the sheet */
async function ownKey(values) {
  if (values.sheet) return { sheet: await loadText(values.sheet) };
  return { keyfile: await loadText(given(values, "keyfile")), passphrase: await passphrase(values) };
}

export async function decrypt(values) {
  const out = given(values, "out");
  const kept = values.kept === undefined ? {} : { kept: read(await loadText(values.kept), "仪式最后一步的文件").private_key };
  const asks = { ...(await archiveOf(values)), ...(await ownKey(values)), ...kept };
  const { decryption, owner } = await engine("decrypt", asks, progress);
  await save(out, decryption);
  say(`第 ${owner} 位保管人的解密份额已经写到 ${out}。`);
}

/* the first step of a key of which some trustees suffice */
export async function certificate(values) {
  const [out, keyfile, sheet] = ["out", "keyfile", "sheet"].map((name) => given(values, name));
  const [size, threshold, index] = ["size", "threshold", "index"].map((name) => Number(given(values, name)));
  const asks = { group: given(values, "group"), size, threshold, index, passphrase: await passphrase(values, true) };
  const made = await engine("certificate", asks);
  await save(keyfile, made.keyfile);
  await save(sheet, `${made.sheet.join(" ")}\n`);
  await save(out, made.certificate);
  process.stdout.write(`${made.fingerprint}\n`);
  say(`证书交给组织的人：${out}；密钥文件：${keyfile}；恢复单请打印或者抄下后删除：${sheet}`);
}

async function ceremony(values) {
  const certificates = (await loadText(given(values, "certificates"))).split("\n").filter(Boolean);
  const agreed = { group: given(values, "group"), threshold: Number(given(values, "threshold")), certificates };
  return { ...agreed, ...(await ownKey(values)) };
}

export async function polynomial(values) {
  const out = given(values, "out");
  await save(out, (await engine("polynomial", await ceremony(values))).polynomial);
  say(`已经写到 ${out}，请交给组织的人。`);
}

export async function output(values) {
  const out = given(values, "out");
  const input = await loadText(given(values, "input"));
  await save(out, (await engine("output", { ...(await ceremony(values)), input })).output);
  say(`已经写到 ${out}，请交给组织的人，自己也留一份：解密时要用 --kept ${out}。`);
}
