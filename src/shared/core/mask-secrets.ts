/** What stands in place of a secret. */
export const maskedText = '[masked]';

/** Values shorter than this are too ordinary (`1`, `true`, `admin`) to be hunted for in a text. */
const shortestKnownValue = 8;

const secretVariableName =
  /(?:^|_)(?:TOKEN|SECRET|PASSWORD|PASSWD|PASSPHRASE|API_?KEY|ACCESS_?KEY|PRIVATE_?KEY|SECRET_?KEY|CREDENTIALS?|AUTH)$/i;

/**
 * Tokens that are recognised by their own shape. Each starts only where a run of its characters
 * starts and has bounded parts, so that the time for a text grows with its length and no faster.
 */
const tokenShapes: readonly RegExp[] = [
  // OpenAI, Anthropic and others; a digit or capital tells a key from a hyphenated name.
  /(?<![\w-])sk-(?=[a-z_-]{0,60}[A-Z0-9])[\w-]{20,400}/g,
  // GitHub
  /(?<!\w)(?:gh[pousr]_\w{20,255}|github_pat_\w{20,255})/g,
  // GitLab, npm, Hugging Face, Stripe
  /(?<![\w-])glpat-[\w-]{20,255}/g,
  /(?<!\w)(?:npm|hf)_[A-Za-z0-9]{30,255}/g,
  /(?<!\w)[sr]k_(?:live|test)_[A-Za-z0-9]{16,255}/g,
  // AWS access key id, Google API key
  /(?<!\w)A(?:KIA|SIA)[0-9A-Z]{16}(?!\w)/g,
  /(?<![\w-])AIza[\w-]{35}(?![\w-])/g,
  // Slack
  /(?<![\w-])xox[a-z]-[\w-]{10,400}/g,
  // JSON Web Token
  /(?<![\w-])eyJ[\w-]{8,4000}\.eyJ[\w-]{8,8000}\.[\w-]{5,2000}/g,
];

/** A private key, also one whose end is missing because the text was cut. */
const privateKey =
  /-----BEGIN (?:[A-Z]{1,20} ){0,3}PRIVATE KEY(?: BLOCK)?-----(?:[\w+/=\s:,.]|\\[nr]|-(?!----)){0,20000}(?:-----END (?:[A-Z]{1,20} ){0,3}PRIVATE KEY(?: BLOCK)?-----)?/g;

const urlCredentials = /(:\/\/[^\s/:@"'<>]{0,200}):[^\s/@"'<>]{1,200}@/g;

const authorizationScheme =
  /\b(Bearer|Basic)(\s{1,3})(?=[A-Za-z._~+/=-]{0,60}\d)[\w.~+/=-]{16,4000}/gi;

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
 * The values of those variables whose names look secret (`GITHUB_TOKEN`, `DB_PASSWORD`), for
 * {@link maskSecrets}; short values are left out because they would mask ordinary words.
 */
export function secretValues(
  environment: Readonly<Record<string, string | undefined>>,
): readonly string[] {
  return Object.entries(environment).flatMap(([name, value]) =>
    value !== undefined && value.length >= shortestKnownValue && secretVariableName.test(name)
      ? [value]
      : [],
  );
}

/**
 * Replaces what looks like a secret with `[masked]`: well-known token shapes, private keys,
 * `password=…` and `token: …` pairs, credentials in URLs, and each of `knownValues` that is at least
 * eight characters long (SPEC section 14). Bare git hashes stay. Masking twice changes nothing more.
 * It takes time proportional to the text's length, whatever the text.
 */
export function maskSecrets(text: string, knownValues: readonly string[] = []): string {
  let masked = text;
  const longestFirst = [...knownValues].sort((left, right) => right.length - left.length);
  for (const value of longestFirst) {
    if (value.length >= shortestKnownValue) masked = masked.replaceAll(value, () => maskedText);
  }
  masked = masked.replaceAll(privateKey, () => maskedText);
  for (const shape of tokenShapes) masked = masked.replaceAll(shape, () => maskedText);
  masked = masked.replaceAll(urlCredentials, `$1:${maskedText}@`);
  masked = masked.replaceAll(authorizationScheme, `$1$2${maskedText}`);
  masked = masked.replaceAll(commandLineOption, `$1${maskedText}`);
  return maskPairs(masked);
}
