/** Values shorter than this are too ordinary (`1`, `true`, `admin`) to be hunted for in a text. */
const shortestValue = 8;
/** Shorter ones are hunted for when they mix letters and digits, as no word does. */
const shortestMixedValue = 6;
/** Longer ones are no secrets but whole documents. */
const longestValue = 16 * 1024;

const secretName =
  /(?:^|_)(?:TOKENS?|SECRETS?|PASS|PWD|PASSWD|PASSPHRASE|PAT|KEY|APIKEY|CREDENTIALS?|CREDS|AUTH|DSN|COOKIE|WEBHOOK(?:_URL)?|SAS|BEARER|JWT|PIN|SALT|SIGNATURE)$|(?:PASSWORD|PASSWD|PASSPHRASE|SECRET|TOKEN|APIKEY|ACCESSKEY|SECRETKEY|PRIVATEKEY|SSHPASS)$/;
/** Folders of the shell, and names of things that anybody may know, though they end like secrets. */
const publicName =
  /^(?:OLD)?PWD$|(?:^|_)(?:PUBLIC|PUB|PRIMARY|FOREIGN|SORT|CACHE|PARTITION|GPG)_KEY$/;

/** What an `.env` file says of itself in the open: where things are and how they are called. */
const plainName =
  /(?:^|_)(?:HOST|HOSTS|HOSTNAME|PORT|REGION|ZONE|ENV|ENVIRONMENT|MODE|LEVEL|NAME|USER|USERNAME|PATH|DIR|FILE|EMAIL|DOMAIN|BUCKET|VERSION|TZ|LANG|LOCALE|TIMEOUT|DEBUG|ORIGIN|ORIGINS|TITLE|MODEL|TABLE|SCHEMA|DRIVER|DIALECT|IMAGE|TAG|BRANCH)$/;

/** Words that stand in many texts, and in many files as the password of a database on one's own machine. */
const ordinaryValues: ReadonlySet<string> = new Set(
  (
    'password postgres changeme change_me localhost production development staging example default ' +
    'undefined disabled enabled required optional username database testtest testing switchyard secret123 ' +
    'password1 password123 administrator anonymous placeholder replace_me replaceme your_token your-token'
  ).split(' '),
);

/** `githubToken` and `github-token` as `GITHUB_TOKEN`. */
function inCapitals(name: string): string {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll(/[-.]/g, '_')
    .toUpperCase();
}

/** Whether a variable of this name holds a secret: `GITHUB_TOKEN`, `PGPASSWORD`, `MYSQL_PWD`, `npmAuthToken`. */
export function isSecretName(name: string): boolean {
  const upper = inCapitals(name);
  return secretName.test(upper) && !publicName.test(upper);
}

/**
 * Whether a value can be hunted for in texts without hiding ordinary ones: long enough, and no path, address,
 * number or word that stands everywhere.
 */
export function isHuntable(value: string): boolean {
  if (value.length > longestValue || /^\[masked\]$/.test(value)) return false;
  const isMixed = /\d/.test(value) && /[A-Za-z]/.test(value);
  if (value.length < (isMixed ? shortestMixedValue : shortestValue)) return false;
  if (ordinaryValues.has(value.toLowerCase())) return false;
  // A path, a version, a number, a place in the network, something in braces that is filled in later.
  return !/^(?:~?\/|\.{1,2}\/|[A-Za-z]:\\|v?\d+(?:[.:,_-]\d+)*$|[a-z]+:\/\/|[\w.-]+:\d{1,5}$|\$[\w{(]|\{\{)/.test(
    value,
  );
}

/** Passwords and names that stand in an address: `postgres://app:password@db/x`. */
function credentialsIn(value: string): readonly string[] {
  const found = /^[a-z][\w+.-]{0,40}:\/\/([^\s/:@]{0,500})(?::([^\s/]{1,500}))?@/i.exec(value);
  if (found === null) return [];
  const [, user = '', password = ''] = found;
  // A token alone stands in the place of the name.
  return password === '' ? [user] : [password, decoded(password)];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/**
 * The values of those variables whose names look secret, and the passwords in addresses, for
 * `maskSecrets`; what would mask ordinary words is left out.
 */
export function secretValues(
  environment: Readonly<Record<string, string | undefined>>,
): readonly string[] {
  return Object.entries(environment).flatMap(([name, value]) =>
    value === undefined
      ? []
      : [...(isSecretName(name) ? [value.trim()] : []), ...credentialsIn(value)].filter(isHuntable),
  );
}

/** `NAME=value` lines of an `.env` file; a value in quotes may have several lines. */
const assignment =
  /^[ \t]*(?:export[ \t]+)?([A-Za-z_][\w.-]{0,200})[ \t]*[=:][ \t]*(?:"((?:[^"\\]|\\.){0,16384})"|'([^']{0,16384})'|`([^`]{0,16384})`|([^\r\n]{0,16384}))/gm;

/**
 * What an `.env` file keeps secret: values under names that look secret, passwords in addresses, and every other
 * value that looks made rather than written, unless its name says that it is none.
 */
export function secretsOfEnvFile(text: string): readonly string[] {
  const found: string[] = [];
  for (const [, name = '', double, single, tick, bare] of text.matchAll(assignment)) {
    const raw = double ?? single ?? tick ?? (bare ?? '').replace(/\s+#.*$/, '').trim();
    const value = raw.replaceAll(String.raw`\n`, '\n');
    const isMixed = /\d/.test(value) && /[A-Za-z]/.test(value);
    const looksMade = value.length >= (isMixed ? 10 : 20);
    const isKept =
      isSecretName(name) ||
      (looksMade && !/\s/.test(value) && !plainName.test(inCapitals(name)) && !isAddress(value));
    found.push(...secretValues({ [name]: value }));
    // A key of many lines is looked for line by line too.
    if (isKept) found.push(value, ...value.split('\n').filter((line) => line.length >= 16));
  }
  return [...new Set(found.map((one) => one.trim()))].filter(isHuntable);
}

/** A host, an e-mail address, a list of names: written, not made. */
function isAddress(value: string): boolean {
  return /^[\w.+-]+@[\w.-]+\.\w+$|^(?:[a-z0-9-]+\.)+[a-z]{2,}(?:[:/].*)?$|^[\w.*-]+(?:,[\w.*-]+)+$/i.test(
    value,
  );
}
