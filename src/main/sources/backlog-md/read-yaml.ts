import { parseDocument, visit } from 'yaml';
import type { Document } from 'yaml';

/** A parsed text, or what is wrong with it; offsets are UTF-16 units. */
interface ReadYaml {
  readonly document: Document;
  /** Character that stands for "@" in the values. */
  readonly standIn: string;
  readonly problem: YamlProblem | null;
}

interface YamlProblem {
  readonly message: string;
  readonly offset: number;
}

/** No head of a task comes near these; without them a few lines could cost minutes. */
const maximumLength = 1024 * 1024;
const maximumAliases = 100;
const maximumRounds = 10;

/**
 * Parses YAML as the real tool does, which reads version 1.1 (`1_000` is a number, `<<` merges). More
 * than YAML allows are `assignee: @name`, for which a character of the same length stands in, and tabs
 * at the head of a line, for which spaces do; so every position stays right.
 */
export function readYaml(text: string): ReadYaml {
  const standIn = freeCharacter(text);
  if (text.length > maximumLength) {
    const problem = { message: 'It is larger than 1 MiB', offset: 0 };
    return { document: parse(''), standIn, problem };
  }
  let yaml = text.replaceAll('@', standIn);
  let document = parse(yaml);
  for (let round = 0; round < maximumRounds && document.errors.length > 0; round += 1) {
    const spaced = withoutTabs(yaml, document);
    if (spaced === yaml) break;
    yaml = spaced;
    document = parse(yaml);
  }
  const [error] = document.errors;
  if (error === undefined) {
    return { document, standIn, problem: aliasProblem(document) ?? problemAfter(document, yaml) };
  }
  const message = error.message.replaceAll(standIn, '@');
  return { document, standIn, problem: { message, offset: error.pos[0] } };
}

function parse(yaml: string): Document.Parsed {
  return parseDocument(yaml, { logLevel: 'silent', prettyErrors: false, version: '1.1' });
}

/** A character for private use that the text does not have. */
function freeCharacter(text: string): string {
  for (let code = 0xe000; ; code += 1) {
    const character = String.fromCharCode(code);
    if (!text.includes(character)) return character;
  }
}

/** The text with spaces for the tabs at the heads of the lines that cannot be read because of them. */
function withoutTabs(yaml: string, document: Document): string {
  let spaced = yaml;
  for (const { code, pos } of document.errors) {
    if (code !== 'TAB_AS_INDENT' && code !== 'BAD_INDENT') continue;
    const lineStart = yaml.lastIndexOf('\n', Math.max(pos[0] - 1, 0)) + 1;
    const head = /^[ \t]*/.exec(yaml.slice(lineStart, pos[1] + 1))?.[0] ?? '';
    const spaces = ' '.repeat(head.length);
    spaced = spaced.slice(0, lineStart) + spaces + spaced.slice(lineStart + head.length);
  }
  return spaced;
}

function aliasProblem(document: Document.Parsed): YamlProblem | null {
  let count = 0;
  let problem: YamlProblem | null = null;
  visit(document, {
    Alias(_key, alias) {
      count += 1;
      if (count <= maximumAliases) return undefined;
      problem = {
        message: `It has more than ${maximumAliases} aliases`,
        offset: alias.range?.[0] ?? 0,
      };
      return visit.BREAK;
    },
  });
  return problem;
}

/** What follows the end of the document (`...`) would be read by nobody. */
function problemAfter(document: Document.Parsed, yaml: string): YamlProblem | null {
  const end = document.range[2];
  const rest = yaml
    .slice(end)
    .replaceAll(/^[ \t]*#.*$|^\.\.\.[ \t]*$/gm, (line) => ' '.repeat(line.length));
  const more = /\S/.exec(rest);
  return more === null
    ? null
    : { message: 'It goes on after the line that ends it', offset: end + more.index };
}
