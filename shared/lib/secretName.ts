/** What secrets are called, as one of the words of a name. */
const SECRET_WORDS =
  /^(?:SECRETS?|TOKEN|PAT|SK|PASS|PASSW(?:OR)?DS?|PASSPHRASE|PASSCODE|CREDENTIALS?|CREDS|DSN|WEBHOOK|JWT|AUTHS?|AUTHORIZATION|OAUTH|COOKIES?|PEM|APIKEY|BEARER|MNEMONIC|UNSEAL)\d*$/i;
/** The same at the end of such a word, run together with what it opens: `SSHPASS`, `storepass`, `BINDPW`, `dbpwd`. */
const SECRET_ENDINGS = /(?:PASS|PW|PWD)\d*$/i;
/** Words that end like that and open nothing. */
const HARMLESS_WORDS = /^(?:(?:EN)?COM|BY|TRES|SUR|OVER|UNDER|LOW|HIGH|BAND|MULTI|ASK)PASS\d*$/i;
/** What a name ends in when it holds a secret; further in front these are about something else, as in `OTP_VERSION` or `PIN_MODE`. */
const LAST_WORDS = /(?:^| )(?:PIN|[HT]?OTP|SAS)(?: ?CODE)?\d*$/i;
/** Words and endings that tell without standing alone, as in `PGPASSWORD`, `GITHUBTOKEN` or `clientSecret`. */
const SECRET_PARTS =
  /KEYS?\d*$|TOKEN\d*$|SECRETS?\d*$|SEED_?PHRASE|PASSWORDS?$|PASSWD$|PASSPHRASE$|APIKEY|(?:API|ACCESS|PRIVATE|SECRET)_KEY|CONN(?:ECTION)?_?STR(?:ING)?|WEBHOOK|^ANTHROPIC_/i;
/** Hold a place, not a secret. */
const HARMLESS = /^(?:PWD|OLDPWD|SSH_AUTH_SOCK)$/i;

/** Variables and headers by these names hold secrets; children do not inherit them, and their values are never logged. */
export function isSecretName(name: string): boolean {
  if (HARMLESS.test(name)) return false;
  const words = name.split(/[^A-Za-z0-9]+|(?<=[a-z])(?=[A-Z])/);
  return SECRET_PARTS.test(name) || LAST_WORDS.test(words.join(' ')) || words.some(isSecretWord);
}

function isSecretWord(word: string): boolean {
  return SECRET_WORDS.test(word) || (SECRET_ENDINGS.test(word) && !HARMLESS_WORDS.test(word));
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
  /\bglpat-[\w-]{10,}/,
  /\bxox[a-z]-[\w-]{6,}/,
  /\bA[KS]IA[A-Z0-9]{12,}/,
  /\bAIza[\w-]{20,}/,
  /\b(?:hf|gsk|whsec|dop_v1|npm)_[A-Za-z0-9+/=]{16,}/,
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
