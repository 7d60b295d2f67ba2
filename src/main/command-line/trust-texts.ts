import type { ComparedPart, TrustReport } from '#shared/contract/trust.ts';
import { assertNever } from '#shared/lib/assert-never.ts';
import { partTitle } from '#shared/core/trust/parts.ts';

/** Lines of one part that a question shows; `trust` shows all. */
const fewLines = 12;

const kinds: Readonly<Record<ComparedPart['change'], string>> = {
  same: '',
  added: ' (new)',
  changed: ' (changed)',
  removed: ' (gone)',
};

/** Marks of lines that are unchanged, removed and added. */
const marks = { same: '  ', added: '+ ', removed: '- ' } as const;

/** Whether the person has agreed, in a line. */
export function trustLine({ state, agreedAt, trustedFolder }: TrustReport): string {
  switch (state) {
    case 'trusted':
      return trustedFolder === null
        ? `Trusted: you agreed to what this repository can execute (${agreedAt}).`
        : `Trusted: you trust everything below ${plainLine(trustedFolder)}.`;
    case 'changed':
      return 'Changed: something that this repository can execute is not what you agreed to.';
    case 'new':
      return 'Not trusted: you have not agreed yet to what this repository can execute.';
    default:
      return assertNever(state, 'state of trust');
  }
}

/** What can execute, with the text or the difference of each part; `isBrief` leaves out what is long or no news. */
export function describeTrust(report: TrustReport, isBrief: boolean): string {
  const asked = report.state !== 'new';
  const shown = report.parts.filter(({ change }) => !isBrief || !asked || change !== 'same');
  const always =
    report.state === 'trusted'
      ? []
      : ['Agents, checks and scripts run with your permissions and can do what you can.'];
  return [
    trustLine(report),
    ...always,
    ...shown.flatMap((part) => ['', ...partLines(part, asked, isBrief)]),
  ].join('\n');
}

function partLines(part: ComparedPart, asked: boolean, isBrief: boolean): readonly string[] {
  const { change, lines, text, isCut } = part;
  const body =
    change === 'changed' && lines.length > 0
      ? lines.map(({ kind, text: line }) => `${marks[kind]}${line}`)
      : text.replace(/\n$/, '').split('\n');
  const limit = isBrief ? fewLines : body.length;
  const more = body.length - limit;
  return [
    `  ${plainLine(partTitle(part))}${asked ? kinds[change] : ''}`,
    ...body.slice(0, limit).map((line) => `      ${plainLine(line)}`),
    ...(more > 0 ? [`      … ${more} more lines: switchyard trust`] : []),
    ...(isCut ? ['      … (it is longer)'] : []),
  ];
}

/** What acts on a terminal, or is not seen, and could hide what else stands there. */
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/** The line with nothing left out: what would not be seen is named. */
function plainLine(line: string): string {
  return line.replaceAll(unseen, (character) =>
    character === '\t' ? '\t' : `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
}
