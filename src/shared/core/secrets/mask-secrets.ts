import { terminalLines } from '#shared/core/agent-output/terminal-text.ts';
import { glue } from '#shared/core/text/glued-text.ts';
import { isSecretName } from './secret-names.ts';
import {
  authorizationHeader,
  authorizationScheme,
  bareAuthorization,
  exactToken,
  otherHeaders,
  privateKey,
  queryCredentials,
  tokenShapes,
  urlCredentials,
  urlToken,
  userOption,
  webhooks,
} from './secret-shapes.ts';

/** What stands in place of a secret. */
export const maskedText = '[masked]';

/** Values shorter than this are not hunted for, whoever names them. */
const shortestKnownValue = 6;
/** A line whose last so many characters are one word was most likely wrapped there. */
const wrappedRun = 40;

const secretName =
  'passw(?:or)?d|passphrase|secret|token|(?:api|access|private|secret|account)[_-]?key';

const commandLineOption = new RegExp(
  String.raw`(--(?:[a-z]{1,20}-){0,3}(?:${secretName})\s{1,3})(?!-)([^\s"'\x60]{6,500})`,
  'gi',
);

/** `name=value`, `name: value`, `"name": "value"`, `\"name\":\"value\"`. */
const pair = new RegExp(
  String.raw`(${secretName})((?:\\?["'])?(\s{0,3}(?:=>|:=|[=:])\s{0,3}))` +
    String.raw`(?:(\\?["'])([^"'\n\\]{1,500})|([^\s"'\x60\\,;&(){}<>[\]|]{1,500}))`,
  'gi',
);

/** What follows `token:` or `password =` in source code and prose rather than in settings. */
const ordinaryWord =
  /^(?:string|number|boolean|bytes|str|int|null|undefined|nil|none|true|false|void|any|unknown|missing|required|invalid|expired|empty)$/i;

function looksSecret(name: string, separator: string, value: string, rest: string): boolean {
  const isCode = /^[$%]/.test(value) || /^\s?[([]/.test(rest);
  if (isCode || ordinaryWord.test(value)) return false;
  const isPassword = /^pass/i.test(name);
  // `NAME=value` without blanks is how shells and settings files write it.
  if (!/\s/.test(separator)) return value.length >= (isPassword ? 1 : 6);
  if (isPassword) return /[\d!@#$%^&*]/.test(value) || /^[^\S\n]*(?:\n|$)/.test(rest);
  return value.length >= 12 && /\d/.test(value) && /[A-Za-z]/.test(value);
}

function maskPairs(text: string): string {
  return text.replaceAll(
    pair,
    (
      whole: string,
      name: string,
      link: string,
      separator: string,
      quote: string | undefined,
      quoted: string | undefined,
      bare: string | undefined,
      offset: number,
    ) => {
      if (quoted !== undefined) {
        return quoted === maskedText ? whole : `${name}${link}${quote ?? ''}${maskedText}`;
      }
      const rest = text.slice(offset + whole.length, offset + whole.length + 80);
      return looksSecret(name, separator, bare ?? '', rest) ? `${name}${link}${maskedText}` : whole;
    },
  );
}

/**
 * `NAME=value` and `NAME: value` under names that only their ending reveals: `DB_PASS`, `GITLAB_PAT`,
 * `SIGNING_KEY`.
 */
const namedPair =
  /(?<![\w-])([A-Za-z][A-Za-z0-9_]{0,60}_(?:pass|pwd|pat|key|auth|creds|credentials?|dsn|salt|pin|webhook|webhook_url)|sshpass)(["']?(?:\s?=\s?|:\s?)["']?)([^\s"'`,;(){}<>[\]]{1,2000})/gi;

function maskNamed(text: string): string {
  return text.replaceAll(
    namedPair,
    (whole: string, name: string, link: string, value: string, offset: number) => {
      const isSetting = name === name.toUpperCase();
      const isMade = value.length >= 12 && /\d/.test(value) && /[A-Za-z]/.test(value);
      const isCode = /^[([.]/.test(text.slice(offset + whole.length, offset + whole.length + 1));
      const isSecret =
        isSecretName(name) && !isCode && (isMade || (isSetting && value.length >= 6));
      return isSecret && !/^(?:[$%/~]|\.{1,2}\/)/.test(value) && !ordinaryWord.test(value)
        ? `${name}${link}${maskedText}`
        : whole;
    },
  );
}

interface Range {
  readonly from: number;
  readonly to: number;
}

/** Puts the mark in the place of each range; they may overlap and come in any order. */
function maskRanges(text: string, ranges: readonly Range[]): string {
  if (ranges.length === 0) return text;
  const pieces: string[] = [];
  let done = 0;
  for (const { from, to } of [...ranges].sort((a, b) => a.from - b.from || b.to - a.to)) {
    // Inside of what is masked already; one that reaches further takes the rest with it.
    if (to <= done) continue;
    if (from >= done) pieces.push(text.slice(done, from), maskedText);
    done = to;
  }
  pieces.push(text.slice(done));
  return pieces.join('');
}

/** What is known, and tokens of a known length, wherever line breaks have cut them. */
function maskExact(text: string, knownValues: readonly string[]): string {
  const glued = glue(text, () => true);
  const ranges: Range[] = [];
  const found = (at: number, length: number): Range => ({
    from: glued.original(at),
    to: glued.original(at + length - 1) + 1,
  });
  for (const value of knownValues) {
    const wanted = value.includes('\n') ? glue(value, () => true).text : value;
    if (wanted.length < shortestKnownValue) continue;
    for (let at = glued.text.indexOf(wanted); at !== -1;) {
      ranges.push(found(at, wanted.length));
      at = glued.text.indexOf(wanted, at + wanted.length);
    }
  }
  for (const { index, 0: token } of glued.text.matchAll(exactToken)) {
    const range = found(index, token.length);
    const isAlone = (unit: string): boolean => !/\w/.test(unit);
    if (isAlone(text.charAt(range.from - 1)) && isAlone(text.charAt(range.to))) ranges.push(range);
  }
  return maskRanges(text, ranges);
}

/** Tokens by their shape, also where a full line was wrapped in the middle of one. */
function maskTokens(text: string): string {
  const isToken = (unit: string | undefined): boolean => /[\w.+/=-]/.test(unit ?? '');
  const glued = glue(text, (whole, from, to) => {
    if (!isToken(whole[to])) return false;
    let run = 0;
    while (run < wrappedRun && isToken(whole[from - run - 1])) run += 1;
    return run === wrappedRun;
  });
  const ranges: Range[] = [];
  for (const shape of tokenShapes) {
    for (const { index, 0: token } of glued.text.matchAll(shape)) {
      const to = glued.original(index + token.length - 1) + 1;
      ranges.push({ from: glued.original(index), to });
    }
  }
  return maskRanges(text, ranges);
}

function maskPlain(text: string, knownValues: readonly string[]): string {
  let masked = maskExact(text, knownValues);
  masked = masked.replaceAll(privateKey, () => maskedText);
  for (const webhook of webhooks) masked = masked.replaceAll(webhook, `$1${maskedText}`);
  masked = maskTokens(masked);
  masked = masked.replaceAll(urlCredentials, `$1:${maskedText}@`);
  masked = masked.replaceAll(urlToken, `$1${maskedText}`);
  masked = masked.replaceAll(queryCredentials, `$1${maskedText}`);
  masked = masked.replaceAll(authorizationHeader, `$1${maskedText}`);
  masked = masked.replaceAll(bareAuthorization, `$1${maskedText}`);
  masked = masked.replaceAll(authorizationScheme, `$1$2${maskedText}`);
  masked = masked.replaceAll(otherHeaders, `$1${maskedText}`);
  masked = masked.replaceAll(userOption, `$1${maskedText}`);
  masked = masked.replaceAll(commandLineOption, `$1${maskedText}`);
  return maskNamed(maskPairs(masked));
}

/**
 * Replaces what looks like a secret with `[masked]`: well-known token shapes, private keys, addresses that let in
 * whoever knows them, `password=…` and `token: …` pairs, credentials in URLs and headers, and each of
 * `knownValues` (SPEC section 14); also where line breaks or escape sequences of a terminal cut them. A text that
 * has both a secret and escape sequences loses the latter. Git hashes, UUIDs and paths stay. Masking twice
 * changes nothing more. It takes time proportional to the text's length, whatever the text.
 */
export function maskSecrets(text: string, knownValues: readonly string[] = []): string {
  if (!/(?![\t\n\r])\p{Cc}/u.test(text)) return maskPlain(text, knownValues);
  const plain = terminalLines(text).join('\n');
  const masked = maskPlain(plain, knownValues);
  return masked === plain ? text : masked;
}
