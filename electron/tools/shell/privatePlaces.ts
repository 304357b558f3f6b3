import { lstatSync, realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { ANY, isFixed, type ShellWord } from './shellWord';

/** What may be looked at outside of the work directory, by its full name: parts of the system that hold nobody's own things. */
const PUBLIC = /^\/(bin|boot|etc|lib|lib64|mnt|opt|sbin|srv|sys|tmp|usr|var|private\/(etc|tmp|var)|Library|System|Applications)(\/|$)|^\/$/;
const PUBLIC_PROC = /^\/proc\/(cpuinfo|meminfo|version|loadavg|uptime|stat|filesystems|mounts)$/;
const HARMLESS_DEVICE = /^\/dev\/(null|stdin|stdout|stderr|tty)$/;
const SECRET = /^(\/private)?\/etc\/(shadow|gshadow|sudoers|ssl\/private|ssh)|\/\.(ssh|aws|gnupg|netrc|kube|docker)(\/|$)/;

/**
 * Whether a word may be the name of something outside of the work directory that is somebody's own: a file of the home folder, the
 * environment of a process, a device.
 */
export function namePrivatePlaces(words: readonly ShellWord[], workDir: string): boolean {
  const roots = [...new Set([workDir, realPlace(workDir)])];
  return words.some((word) => {
    const text = placeIn(word);
    if (text === undefined) return false;
    const place = path.resolve(workDir, text);
    const isOpen = (found: string) =>
      roots.some((root) => isWithin(found, root)) || (path.isAbsolute(text) && (isPublic(found) || (isFixed(word) && isNothing(found))));
    return !isOpen(place) || !isOpen(realPlace(place));
  });
}

/** The part of a word that could be a path leading out of the work directory, also behind an option; or a name that a link may have. */
function placeIn({ value, shape, isInHome }: ShellWord): string | undefined {
  if (isInHome) return value.replace(/^~[^/]*/, (user) => (user === '~' ? homedir() : '/home'));
  const text = value.replace(/^\$\{?(HOME|OLDPWD)\b[^/]*/, homedir()).replace(/^\$\{?PWD\}?/, '.');
  if (shape.includes(ANY) && text === value && !/(^|[=/])\.\.(\/|$)|^\//.test(text)) return undefined;
  const behindOption = /^-(?:\w|-[\w-]+=)(.+)$/.exec(text)?.[1];
  const path = behindOption ?? text;
  return path.startsWith('-') || path.length > 4_096 ? undefined : path.replace(/^~(?=\/|$)/, homedir());
}

function isPublic(place: string): boolean {
  if (SECRET.test(place) || isWithin(place, homedir())) return false;
  return PUBLIC.test(place) || PUBLIC_PROC.test(place) || HARMLESS_DEVICE.test(place);
}

/** A pattern, say, that only looks like a path. */
function isNothing(place: string): boolean {
  const isSecret = SECRET.test(place) || isWithin(place, homedir()) || place.startsWith('/dev/');
  return !isSecret && lstatSync(place, { throwIfNoEntry: false }) === undefined;
}

function isWithin(place: string, folder: string): boolean {
  return place === folder || place.startsWith(`${folder}/`);
}

/** Where links lead; the name itself where nothing of that name exists. */
function realPlace(place: string): string {
  try {
    // Most words name nothing, and an answer costs less than an error.
    return lstatSync(place, { throwIfNoEntry: false }) ? realpathSync(place) : place;
  } catch {
    return place;
  }
}
