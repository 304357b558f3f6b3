/** What secrets are called, as one of the words of a name. */
const SECRET_WORDS =
  /^(?:SECRETS?|TOKEN|PAT|SK|PWD|PASS|PASSW(?:OR)?D|PASSPHRASE|PASSCODE|CREDENTIALS?|CREDS|DSN|WEBHOOK|JWT|AUTH|COOKIES?|PEM|APIKEY|BEARER|MNEMONIC)\d*$/i;
/** Words and endings that tell without standing alone, as in `PGPASSWORD`, `GITHUBTOKEN` or `clientSecret`. */
const SECRET_PARTS =
  /KEYS?\d*$|TOKEN\d*$|SECRET\d*$|(?:DB|PG|SQL|ROOT|USER|ADMIN|LOGIN)PASS$|SEED_?PHRASE|PASSWORD$|PASSWD$|PASSPHRASE$|APIKEY|(?:API|ACCESS|PRIVATE|SECRET)_KEY|CONNECTION_?STRING|WEBHOOK|^ANTHROPIC_/i;
/** Hold a place, not a secret. */
const HARMLESS = /^(?:PWD|OLDPWD|SSH_AUTH_SOCK)$/i;

/** Variables and headers by these names hold secrets; children do not inherit them, and their values are never logged. */
export function isSecretName(name: string): boolean {
  if (HARMLESS.test(name)) return false;
  const words = name.split(/[^A-Za-z0-9]+|(?<=[a-z])(?=[A-Z])/);
  return SECRET_PARTS.test(name) || words.some((word) => SECRET_WORDS.test(word));
}

/** Values that are, or contain, what lets someone in, whatever they are called. */
const SECRET_VALUES = [
  /[a-z][a-z0-9+.-]*:\/\/[^\s/@:]*:(?!\d+(?:[/,]|$))[^\s@]+@/i,
  /https?:\/\/[^\s/@]+@/i,
  /-----BEGIN/,
  /(?:AccountKey|SharedAccessKey|SharedAccessSignature|Password|Pwd)=/i,
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
