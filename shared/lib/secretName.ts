/** What secrets are called, as one of the words of a name. */
const SECRET_WORDS =
  /^(?:SECRETS?|TOKEN|PAT|SK|PASS|PASSW(?:OR)?DS?|PASSPHRASE|PASSCODE|CREDENTIALS?|CREDS|DSN|WEBHOOK|JWT|AUTHS?|AUTHORIZATION|OAUTH|COOKIES?|PEM|APIKEY|BEARER|MNEMONIC|UNSEAL)\d*$/i;
/** The same at the end of such a word, run together with what it opens: `SSHPASS`, `storepass`, `GITHUBTOKEN`, `dbpwd`. */
const SECRET_ENDINGS = /(?:PASS|PW|PWD|PSWD?|TOKEN|CREDENTIALS?|CREDS)\d*$/i;
/** Words that tell wherever they stand in another. */
const WITHIN_WORDS = /PASSWORD(?!LESS)|PASSWD|PASSPHRASE|SECRET(?!AR|ION)/i;
/** Words that end like that and open nothing. */
const HARMLESS_WORDS =
  /^(?:(?:(?:EN)?COM|BY|TRES|SUR|OVER|UNDER|LOW|HIGH|BAND|MULTI|ASK)PASS|(?:MON|TUR|DON|HOC|JOC|WHIS|HOT|SOFT|LESS)KEYS?)\d*$/i;
const KEY_WORDS = /KEYS?\d*$/i;
/** What a name with a key in it ends in when it tells of the key, and does not hold it: `KEY_PATH`, `KEY_REPEAT`. */
const ABOUT_KEYS =
  /^(?:PATHS?|FILES?|FILENAME|DIRS?|DIRECTORY|FOLDER|LOCATION|STORE|RING|VAULT|IDS?|NAMES?|ALIAS|OWNER|FINGERPRINT|URL|URI|ARN|HOST|SERVERS?|REGION|PROVIDER|TYPE|KIND|SIZE|LENGTH|LEN|BITS|ALG|ALGO|ALGORITHMS?|FORMAT|VERSION|USAGE|COUNT|MODE|ORDER|PREFIX|SUFFIX|SEPARATOR|PATTERN|FIELDS?|COLUMNS?|CHECKS?|CHECKING|EXCHANGE|ROTATION|DERIVATION|MANAGEMENT|MANAGER|TIMEOUT|TTL|EXPIRY|EXPIRES|REPEAT|DELAY|RATE|EVENTS?|CODES?|BINDINGS?|MAP|MAPPINGS?|LAYOUT|THEME|ENABLED|REQUIRED)$/i;
/** What a name ends in when it holds a secret; further in front these are about something else, as in `OTP_VERSION` or `PIN_MODE`. */
const LAST_WORDS = /(?:^| )(?:PIN|[HT]?OTP|SAS)(?: ?CODE)?\d*$|(?<!^|\bIS) PRIVATE(?: (?:B64|BASE64|HEX|OLD|NEW|PROD|TEST|DEV|\d+))*$/i;
/** Several words that tell only together. */
const SECRET_PARTS =
  /SEED_?PHRASE|APIKEY|(?:API|ACCESS|PRIVATE|SECRET)_KEY|(?:API|ACCESS|AUTH|REFRESH|DEPLOY|BOT)_?TOKENS|CONN(?:ECTION)?_?STR(?:ING)?|WEBHOOK|^ANTHROPIC_/i;
/** Hold a place, or the name of a setting of git, not a secret. */
const HARMLESS = /^(?:PWD|OLDPWD|SSH_AUTH_SOCK|GIT_CONFIG_KEY_\d+)$/i;

/** Variables and headers by these names hold secrets; children do not inherit them, and their values are never logged. */
export function isSecretName(name: string): boolean {
  if (HARMLESS.test(name)) return false;
  const words = name.split(/[^A-Za-z0-9]+|(?<=[a-z])(?=[A-Z])/);
  if (SECRET_PARTS.test(name) || LAST_WORDS.test(words.join(' ')) || words.some(isSecretWord)) return true;
  return words.some(isKey) && !ABOUT_KEYS.test(words.at(-1) ?? '');
}

function isSecretWord(word: string): boolean {
  return SECRET_WORDS.test(word) || WITHIN_WORDS.test(word) || (SECRET_ENDINGS.test(word) && !HARMLESS_WORDS.test(word));
}

function isKey(word: string): boolean {
  return KEY_WORDS.test(word) && !HARMLESS_WORDS.test(word);
}

/** Values that are, or contain, what lets someone in, whatever they are called. */
const SECRET_VALUES = [
  /[a-z][a-z0-9+.-]*:\/\/[^\s/@:]*:(?!\d+(?:[/,]|$))[^\s@]+@/i,
  /https?:\/\/[^\s/@]+@/i,
  // The same without `https://`. What only looks like it: times, pinned images and packages, addresses of people, drives.
  /(?:^|[\s,;='"])(?!\d+:\d+@|[a-z]:\\|(?:npm|jsr|workspace|github|gitlab|mailto|sips?|xmpp|acct):)[^\s,;='":/@]*:[^\s/@]+@(?!sha\d+:)[\w[(]/i,
  /-----BEGIN/,
  /(?:AccountKey|SharedAccessKey|SharedAccessSignature|Password|Passwd|Passphrase|Pwd|Secret|Token|_auth)=/i,
  /[?&](?:[\w.-]*Signature|sig|(?:[\w.-]*[_-])?key|apikey|pass|auth)=[^&\s]|[?&]code=[^&\s]{16}/i,
  /"auths"\s*:|"[\w-]*(?:auth|password|passwd|passphrase|secret|token|api_?key|private_?key|access_?key)"\s*:\s*"[^"]/i,
  /\bmachine\s+\S+\s+login\s+\S+\s+password\s/,
  /\bsk-[\w-]{12,}/,
  /\b[rs]k_(?:live|test)_\w+/,
  /\bgh[opsur]_[A-Za-z0-9]{10,}/,
  /\bgithub_pat_\w{10,}/,
  /\bgl(?:pat|rtr?|dt|cbt|ptt|ft|soat|agent|oas|imt|ffct)-[\w-]{10,}/,
  /\b(?:xox[a-z]|xapp-\d)-[\w-]{6,}/,
  /\bA[KS]IA[A-Z0-9]{12,}/,
  /\bAIza[\w-]{20,}/,
  /\b(?:hf|gsk|whsec|dop_v1|npm)_[A-Za-z0-9+/=]{16,}/,
  /\b(?:dckr_[op]at|shp(?:at|ca|pa|ss)|lin_(?:api|oauth)|do[or]_v1|ntn|figd|sntry[su]|sbp|sb_secret|gl(?:sa|c)|pscale_(?:tkn|pw|oauth)|rubygems|sgp|r8)_[\w-]{16,}/,
  /\b(?:nvapi|tskey|tvly|pplx|pul|GOCSPX|PMAK|NRAK|CFPAT)-[\w-]{20,}/,
  /\bAGE-SECRET-KEY-/,
  /\bdapi[0-9a-f]{32}/,
  /\bhv[bsr]\.[\w-]{16,}|\bya29\.[\w-]{16,}|\.atlasv1\.[\w-]{16,}/,
  /\bdp\.(?:pt|ct|sa|scim|audit|st(?:\.[\w-]+)?)\.[A-Za-z0-9]{16,}/,
  /\bAT[AC]TT3x[\w=-]{8,}/,
  /\b\d{6,12}:AA[\w-]{24,}/,
  /\bxai-[\w-]{12,}/,
  /\bpypi-[\w-]{16,}/,
  /\bSG\.[\w-]{10,}\.[\w-]{10,}/,
  /\bbasic\s+[A-Za-z0-9+/]{8,}={0,2}/i,
  /\beyJ[\w-]+\.[\w-]+\.[\w-]*/,
  /\bbearer\s+\S{8,}/i,
  /hooks\.slack\.com\/services\/|discord(?:app)?\.com\/api\/webhooks\/|webhook\.office\.com\//,
] as const;

/** Whether a value is a secret by its looks: an address with a password, a private key, a token of a known make. */
export function isSecretValue(value: string): boolean {
  return SECRET_VALUES.some((shape) => shape.test(value));
}
