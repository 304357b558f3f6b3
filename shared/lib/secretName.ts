/** Variables and headers by these names hold secrets; children do not inherit them, and their values are never logged. */
export function isSecretName(name: string): boolean {
  return /(_KEY|_TOKEN|_SECRET|PASSWORD|PASSWD|_PAT|CREDENTIALS?)$|^(ANTHROPIC_|SECRET_)|(^|_)(SECRET|TOKEN|APIKEY|API_KEY)(_|$)/i.test(
    name,
  );
}
