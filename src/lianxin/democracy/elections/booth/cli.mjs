#!/usr/bin/env node
/* The booth without the website: fills in, opens and casts ballots, makes keys, shuffles and decrypts. Needs node 18 or newer and the
   modules beside it, nothing else; works without a network from saved files. Exit code 0 done, 1 refused, 2 wrong call. */
import { webcrypto } from "node:crypto";
import { parseArgs } from "node:util";
import { UsageError } from "./calls.mjs";
import * as scrutiny from "./scrutiny.mjs";
import { say } from "./terminal.mjs";
import * as voting from "./voting.mjs";
import { Wrong } from "./wrong.mjs";

if (!globalThis.crypto) globalThis.crypto = webcrypto;

const HELP = `连心桥独立投票程序：不经过网站页面，在自己的电脑上填写、检查、投出选票，制作密钥、打乱和解密。

用法：node cli.mjs 命令 选项

  fill      填写一张选票，显示追踪号
            --election 选举（election.json、.bel 文件或者网址）  --credential-file 写有凭证的文件
            [--choices JSON]   不写则逐题询问，例如 '[[1,0,1,0],[0,1,0]]'
            [--out 文件]       选票写到文件，不写则显示出来
            [--opened 文件]    不投，拆开检查：把选票和随机数写到文件，交给另一台设备用 audit 检查
            [--roll 名册文件]  [--fingerprint 公布的选举指纹]
  audit     检查拆开的选票里是不是你的选择
            --election 选举  --opened 文件  [--choices JSON]
  check     检查一张选票的签名和全部证明
            --election 选举  --ballot 文件  [--roll 名册文件]
  cast      投出选票，显示服务器的回执；收到回执才算投入票箱
            --ballot 文件  --url 选举网址
  find      在选举档案里找自己的选票
            --archive 档案（.bel 文件或者网址）  --tracker 追踪号
  key       制作监票人的密钥：公钥交给服务器，密钥文件和恢复单自己保管
            --group BELENIOS-2048 或者 RFC-3526-2048（有逐张开票的题目）  --name 姓名
            --public 公钥文件  --keyfile 密钥文件  --sheet 恢复单文件  [--passphrase-file 文件]
  examine   检查选举档案
            --archive 档案（.bel 文件或者网址）  [--fingerprint 指纹]  [--head 见过的链头]
  shuffle   打乱选票，结果写到文件
            --archive 档案  --out 文件  [--fingerprint 指纹]  [--head 链头]
  decrypt   用自己的密钥做解密份额，结果写到文件
            --archive 档案  --out 文件  --keyfile 密钥文件  [--passphrase-file 文件]
            没有密钥文件时：--sheet 恢复单文件  [--fingerprint 指纹]  [--head 链头]
            多人密钥中的一把：--kept 仪式最后一步得到的文件

多人密钥（若干保管人中有几位到场就能解密），每位保管人依次：
  certificate  --group 参数  --size 人数  --threshold 需要几位  --index 自己的序号
               --out 证书文件  --keyfile 密钥文件  --sheet 恢复单文件
  polynomial   --group 参数  --threshold 需要几位  --certificates 大家的证书（每行一份）  --keyfile 密钥文件  --out 文件
  output       同上，另加 --input 组织的人转来的文件

口令不写文件就会在终端询问，不会显示。
`;

const NAMES = [
  "election", "credential-file", "choices", "out", "opened", "roll", "fingerprint", "ballot", "url", "group", "name", "public",
  "keyfile", "sheet", "passphrase-file", "archive", "head", "tracker", "kept", "size",
  "threshold", "index", "certificates", "input",
];

const COMMANDS = { ...voting, ...scrutiny };

async function main() {
  const options = Object.fromEntries(NAMES.map((name) => [name, { type: "string" }]));
  options.help = { type: "boolean" };
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  if (values.help || !positionals.length) {
    process.stdout.write(HELP);
    return values.help ? 0 : 2;
  }
  const command = Object.prototype.hasOwnProperty.call(COMMANDS, positionals[0]) && COMMANDS[positionals[0]];
  if (!command || positionals.length > 1) throw new UsageError(`不认识的命令：${positionals.join(" ")}`);
  await command(values);
  return 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  const unknown = String(error.code).startsWith("ERR_PARSE_ARGS");
  const usage = unknown || error instanceof UsageError;
  if (unknown) say(`选项不认识或者缺少内容：${(/--?[\w-]+/.exec(error.message) || [""])[0]}`);
  else say(error instanceof Wrong || usage ? error.message : String(error.stack));
  if (usage) say("--help 查看用法。");
  process.exitCode = usage ? 2 : 1;
}
