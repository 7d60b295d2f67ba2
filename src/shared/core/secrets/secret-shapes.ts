/*
 * Secrets that are recognised by their own shape. Each pattern starts only where a run of its characters starts and
 * has bounded parts, so that the time for a text grows with its length and no faster.
 */

/** Tokens of a length that is known: found also where a line break has cut them in two. */
export const exactToken =
  /gh[pousr]_\w{36}|npm_[A-Za-z0-9]{36}|hf_[A-Za-z0-9]{34}|A(?:KIA|SIA)[0-9A-Z]{16}|AIza[\w-]{35}/g;

/** Tokens whose length differs. */
export const tokenShapes: readonly RegExp[] = [
  // OpenAI, Anthropic and others; a digit or capital distinguishes a key from a hyphenated name.
  /(?<![\w-])sk-(?=[a-z_-]{0,60}[A-Z0-9])[\w-]{20,400}/g,
  // GitHub
  /(?<!\w)(?:gh[pousr]_\w{20,255}|github_pat_\w{20,255})/g,
  // GitLab, npm, Hugging Face, Stripe, PyPI, Docker, DigitalOcean, Shopify, Sentry, Linear, Notion, Figma, Databricks
  /(?<![\w-])gl(?:pat|ptt|dt|rt|cbt|soat)-[\w-]{16,255}/g,
  /(?<!\w)(?:npm|hf)_[A-Za-z0-9]{30,255}/g,
  /(?<!\w)(?:[sr]k|whsec)_(?:live_|test_)?(?=[A-Za-z0-9]{0,60}\d)[A-Za-z0-9]{16,255}/g,
  /(?<![\w-])pypi-[\w-]{40,400}/g,
  /(?<![\w-])(?:dckr_pat_[\w-]{20,100}|do[oprt]_v1_[a-f0-9]{40,80}|shp(?:at|ca|pa|ss)_[a-fA-F0-9]{32})/g,
  /(?<![\w-])(?:lin_api_[A-Za-z0-9]{30,60}|ntn_[A-Za-z0-9]{30,80}|figd_[\w-]{30,80}|dapi[a-f0-9]{32}|sntry[su]_[\w=-]{30,300})/g,
  // SendGrid, Telegram's bots, age, Vault, Google's OAuth secrets
  /(?<![\w-])SG\.[\w-]{16,40}\.[\w-]{16,80}/g,
  /(?<!\w)\d{8,10}:AA[\w-]{32,40}/g,
  /(?<!\w)AGE-SECRET-KEY-1[A-Z0-9]{50,70}/g,
  /(?<![\w-])(?:hvs\.[\w-]{20,200}|GOCSPX-[\w-]{20,60}|ya29\.[\w-]{20,400})/g,
  // Slack
  /(?<![\w-])xox[a-z]-[\w-]{10,400}/g,
  /(?<![\w-])xapp-\d-[\w-]{10,400}/g,
  // JSON Web Token
  /(?<![\w-])eyJ[\w-]{8,4000}\.eyJ[\w-]{8,8000}\.[\w-]{5,2000}/g,
];

/** Addresses that are secrets by themselves: whoever knows them can write there. The host stays readable. */
export const webhooks: readonly RegExp[] = [
  /(https:\/\/hooks\.slack(?:-gov)?\.com\/(?:services|workflows|triggers)\/)[\w/-]{8,300}/gi,
  /(https:\/\/(?:\w{1,20}\.)?discord(?:app)?\.com\/api\/(?:v\d{1,2}\/)?webhooks\/)\d{5,25}\/[\w-]{8,200}/gi,
  /(https:\/\/[\w.-]{1,100}\.(?:webhook\.office|office)\.com\/webhook(?:b2)?\/)[\w@/-]{8,400}/gi,
  /(https:\/\/[\w.-]{1,100}\.(?:logic\.azure|powerplatform)\.com(?::\d{1,5})?\/)[^\s"'<>`]{8,600}/gi,
  /(https:\/\/chat\.googleapis\.com\/v1\/spaces\/)[^\s"'<>`]{8,400}/gi,
  /(https:\/\/hooks\.zapier\.com\/hooks\/catch\/)[\w/-]{6,200}/gi,
  /(https:\/\/api\.telegram\.org\/bot)\d{5,12}:[\w-]{20,60}/gi,
  /(https:\/\/(?:events\.pagerduty\.com\/integration|maker\.ifttt\.com\/trigger\/\w{1,60}\/with\/key)\/)[\w-]{8,200}/gi,
];

/** Parts of an address's query that let in whoever has them. */
export const queryCredentials =
  /([?&#](?:access_token|refresh_token|id_token|auth_token|token|api[_-]?key|apikey|client_secret|secret|sig|signature|x-amz-signature|x-amz-security-token|x-goog-signature|password|passwd|pwd)=)(?!\[masked\])[^\s&"'<>`#)\]]{6,2000}/gi;

/**
 * A private key, also one that was quoted or numbered by a tool; of one whose end is missing the lines that can be
 * its own, so that nothing else is taken along.
 */
export const privateKey =
  /-----BEGIN (?:[A-Z0-9]{1,20} ){0,3}PRIVATE KEY(?: BLOCK)?-----(?:(?:[\w+/=\s:,.|>]|\\[nr]|-(?!----)){0,20000}-----END (?:[A-Z0-9]{1,20} ){0,3}PRIVATE KEY(?: BLOCK)?-----|(?:(?:[\s|>]|\\[nr]){1,12}[A-Za-z0-9+/=]{1,100}(?![^\s\\"'])){0,400})/g;

/** The password of an address, up to the last `@` before its path. */
export const urlCredentials = /(:\/\/[^\s/:@"'<>]{0,200}):[^\s/"'<>]{1,200}@/g;
/** A token that stands alone in front of the `@`. */
export const urlToken = /(:\/\/)(?=[^\s/:@"'<>]{0,60}\d)[\w.~%+=-]{20,400}(?=@)/g;

/** `Authorization: …`; and its schemes alone, before what looks made. */
export const authorizationHeader =
  /\b(authorization["']?\s{0,3}:\s{0,3}["']?(?:bearer|basic|token|digest|apikey|negotiate)\s{1,3})(?!\[masked\])[^\s"'<>\\${}]{6,4000}/gi;
export const bareAuthorization =
  /\b(authorization["']?\s{0,3}:\s{0,3}["']?)(?=[A-Za-z._~+/=-]{0,60}\d)[\w.~+/=-]{16,4000}/gi;
export const authorizationScheme =
  /\b(Bearer|Basic)(\s{1,3})(?=[A-Za-z._~+/=-]{0,60}\d)[\w.~+/=-]{16,4000}/gi;
export const otherHeaders =
  /\b((?:x-(?:api-key|auth-token|access-token|csrf-token|gitlab-token|vault-token|amz-security-token)|private-token|(?:set-)?cookie)["']?\s{0,3}:\s{0,3}["']?)(?!\[masked\])[^\s"'<>\\${}]{8,4000}/gi;
/** `curl -u name:password`. */
export const userOption =
  /(\b(?:curl|wget|https?)\s[^\n]{0,300}?(?:-u|--user|--proxy-user)[\s=]{1,3}["']?[^\s:"']{1,200}:)[^\s"']{1,300}/g;
