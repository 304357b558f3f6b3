/** What to look at when a prompt speaks of something without naming files. */
export type Topic = {
  readonly when: RegExp;
  /** File patterns, the telling ones first. */
  readonly patterns: readonly string[];
  /** A regular expression to search contents for. */
  readonly search?: string;
};

const SOURCE = '**/*.{ts,tsx,js,jsx,mjs,py,go,rs,java,rb,c,cpp,cs,php,swift,kt}';

/** In order of how much they say about a prompt; the first few that match are used. */
export const TOPICS: readonly Topic[] = [
  { when: /type[- ]?check|\btsc\b|typescript|type errors?/i, patterns: ['tsconfig*.json', '**/*.{ts,tsx}'] },
  { when: /\b(?:es)?lint(?:er|ing)?\b|\bbiome\b|prettier/i, patterns: ['{biome.json*,eslint.config.*,.eslintrc*,.prettierrc*}', SOURCE] },
  { when: /\btests?\b|\btesting\b|coverage/i, patterns: ['**/{*.test.*,*.spec.*,test_*.py,*_test.go}'] },
  {
    when: /dependenc|packages?\b|outdated|librar|versions?\b/i,
    patterns: ['{package.json,requirements*.txt,pyproject.toml,go.mod,Cargo.toml,pom.xml,Gemfile}'],
  },
  { when: /change ?-?log|release notes|history/i, patterns: ['{CHANGELOG,CHANGES,HISTORY,RELEASES}*', 'package.json'] },
  { when: /to-?dos?\b|fixme|technical debt/i, patterns: [SOURCE], search: 'TODO|FIXME' },
  { when: /secrets?\b|credential|passwords?\b|security/i, patterns: ['.env*'], search: '[Pp]assword|[Ss]ecret|[Aa]pi[_-]?[Kk]ey' },
  { when: /licen[cs]e/i, patterns: ['LICEN[CS]E*', 'package.json'] },
  { when: /\bCI\b|pipelines?\b|github actions/, patterns: ['.github/workflows/*', '.gitlab-ci.yml', '.ci/*'] },
  { when: /docker|containers?\b/i, patterns: ['**/{Dockerfile*,docker-compose*,compose.y*ml}'] },
  { when: /\bsql\b|database|migrations?\b/i, patterns: ['**/*.sql'] },
  { when: /python/i, patterns: ['**/*.py'] },
  { when: /javascript/i, patterns: ['**/*.{js,jsx,mjs,cjs}'] },
  { when: /documentation|\bdocs?\b|markdown/i, patterns: ['README*', '**/*.md'] },
  { when: /config(?:uration)?s?\b|settings?\b/i, patterns: ['*.{json,yaml,yml,toml,ini}'] },
  { when: /\bcode\b|source|modules?\b|functions?\b|class(?:es)?\b|architecture|structure|folders?\b|bugs?\b/i, patterns: [SOURCE] },
  { when: /readme|overview|project|repo(?:sitory)?\b|purpose|release/i, patterns: ['README*', 'package.json'] },
];
