import { expect, it } from 'vitest';
import { childEnvironment } from '../../../electron/platform/childEnvironment';

it.each([
  ['MYSQL_PWD', 'hunter2'],
  ['DB_PASSPHRASE', 'correct horse'],
  ['REDIS_PASS', 'hunter2'],
  ['SENTRY_DSN', 'of some make'],
  ['SLACK_WEBHOOK_URL', 'https://chat.example/hook/1'],
  ['STRIPE_SK', 'planted'],
  ['JWT', 'planted'],
  ['NPM_AUTH', 'planted'],
  ['SESSION_COOKIE', 'planted'],
  ['PRIVATE_KEY_PEM', 'planted'],
  ['GOOGLE_APPLICATION_CREDENTIALS_JSON', '{}'],
  ['AZURE_STORAGE_CONNECTION_STRING', 'planted'],
  ['npm_config_//registry.example/:_authToken', 'planted'],
  ...[
    'GITHUBTOKEN',
    'GHTOKEN',
    'ACCESSTOKEN',
    'VAULTTOKEN',
    'SECRETKEY',
    'SSHKEY',
    'ENCRYPTIONKEY',
    'DEPLOYKEY',
    'MasterKey',
    'DBPASS',
    'dbpass',
  ].map((name) => [name, 'planted']),
  ...['PGPASS', 'BEARER', 'MNEMONIC', 'SEED_PHRASE', 'AZURE_STORAGE_ACCOUNT_KEY1', 'loginPwd', 'dbCreds'].map((name) => [name, 'planted']),
])('withholds %s by its name', (name, value) => {
  expect(childEnvironment({}, { [name]: value })).toEqual({});
});

it.each([
  ['a database with its password', 'postgres://ada:hunter2@db.example:5432/app'],
  ['a password with a slash in it', 'postgres://ada:hun/ter2@db.example/app'],
  ['a cache with a password alone', 'redis://:hunter2@cache.example:6379'],
  ['a proxy with its password', 'http://ada:hunter2@proxy.example:3128'],
  ['a token in an address', 'https://0123456789abcdef@errors.example/1'],
  ['a private key', '-----BEGIN RSA PRIVATE KEY-----\nMIIE'],
  ['a storage account', 'DefaultEndpointsProtocol=https;AccountName=a;AccountKey=abc=='],
  ['an OpenAI key', 'sk-abcdefghijklmnop'],
  ['a Stripe key', 'sk_live_abcdefghijkl'],
  ['a GitHub token', 'ghp_abcdefghijklmnopqrstuvwx'],
  ['a fine-grained GitHub token', 'github_pat_abcdefghijklmnopqrstuvwx'],
  ['a Slack token', 'xoxb-123456789-abcdef'],
  ['an AWS key', 'AKIAABCDEFGHIJKLMNOP'],
  ['a temporary AWS key', 'ASIAABCDEFGHIJKLMNOP'],
  ['a Google key', 'AIzaSyA-abcdefghijklmnopqrstuvwxyz01234'],
  ['a Hugging Face token', 'hf_abcdefghijklmnopqrstuvwx'],
  ['a Groq key', 'gsk_abcdefghijklmnopqrstuvwx'],
  ['an xAI key', 'xai-abcdefghijklmnopqrstuvwx'],
  ['a SendGrid key', 'SG.abcdefghijklmnop.qrstuvwxyzabcdefghij'],
  ['a DigitalOcean token', 'dop_v1_0123456789abcdef0123456789abcdef'],
  ['a webhook secret', 'whsec_abcdefghijklmnopqrstuvwx'],
  ['a PyPI token', 'pypi-AgEIcHlwaS5vcmcCJGFiY2RlZg'],
  ['a basic authorization', 'Basic YWRhOmh1bnRlcjI='],
  ['a Discord webhook', 'https://discord.com/api/webhooks/1/abc'],
  ['a Teams webhook', 'https://x.webhook.office.com/webhookb2/1'],
  ['a web token', 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln'],
])('withholds %s whatever it is called', (_what, value) => {
  expect(childEnvironment({}, { SETTING: value, HTTPS_PROXY: value })).toEqual({});
});

it('passes on what builds need', () => {
  const needed = {
    CLAUDE_CODE_MAX_OUTPUT_TOKENS: '8000',
    KEYBOARD: 'de',
    COMPASS: 'north',
    PATH: '/home/ada/sk-learn-experiments-1/bin:/bin',
    HOME: '/home/ada',
    PWD: '/home/ada/app',
    OLDPWD: '/home/ada',
    LANG: 'de_DE.UTF-8',
    TERM: 'xterm',
    TMPDIR: '/tmp',
    SSH_AUTH_SOCK: '/run/agent.sock',
    GIT_AUTHOR_NAME: 'Ada',
    GIT_ASKPASS: '/usr/bin/askpass',
    XAUTHORITY: '/home/ada/.Xauthority',
    DBUS_SESSION_BUS_ADDRESS: 'unix:path=/run/user/1000/bus',
    npm_config_registry: 'https://registry.npmjs.org/',
    HTTPS_PROXY: 'http://proxy.example:3128',
    NO_PROXY: 'localhost,127.0.0.1',
    DATABASE_URL: 'postgres://localhost:5432/app',
    SERVICE: 'http://localhost:8080/users/@me',
    REPOSITORY: 'ssh://git@github.com/ada/app.git',
  };
  expect(childEnvironment({}, needed)).toEqual(needed);
});
