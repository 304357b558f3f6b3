import { lstatSync, realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

/** What may be looked at outside of the work directory, by its full name: parts of the system that hold nobody's own things. */
const PUBLIC =
  /^\/(usr\/(share|include|lib|lib32|lib64|libexec|bin|sbin|src|local\/(share|include|lib|bin))|bin|sbin|lib|lib32|lib64)(\/|$)|^\/(private\/)?etc\/(os-release|hostname|debian_version|lsb-release|issue|timezone|localtime|shells|protocols|services|mime\.types|(alpine|redhat|fedora)-release)$/;
const PUBLIC_PROC = /^\/proc\/(cpuinfo|meminfo|version|loadavg|uptime|stat|filesystems)$/;
const HARMLESS_DEVICE = /^\/dev\/(null|stdin|stdout|stderr|tty)$/;
const SECRET = /\/\.(ssh|aws|gnupg|netrc|kube|docker)(\/|$)/;

/** Whether a name, and what links behind it lead to, belongs to the work directory or to nobody. */
export function isOpenPlace(place: string, workDir: string): boolean {
  const isOwn = (found: string) => isWithin(found, workDir) || isWithin(found, realPlace(workDir));
  const real = realPlace(place);
  return (isOwn(place) || isPublic(place)) && (real === place || isOwn(real) || isPublic(real));
}

/** A pattern, say, that only looks like a path. */
export function isNothing(place: string): boolean {
  const isSecret = SECRET.test(place) || isWithin(place, homedir()) || /^\/(dev|proc)\//.test(place);
  return !isSecret && lstatSync(place, { throwIfNoEntry: false }) === undefined;
}

export function isWithin(place: string, folder: string): boolean {
  return place === folder || place.startsWith(folder.endsWith(path.sep) ? folder : `${folder}${path.sep}`);
}

/** Where links lead; the name itself where nothing of that name exists. */
export function realPlace(place: string): string {
  try {
    // Most words name nothing, and an answer costs less than an error. Only the native one leaves `..` behind a link alone.
    return lstatSync(place, { throwIfNoEntry: false }) ? realpathSync.native(place) : place;
  } catch {
    return place;
  }
}

function isPublic(place: string): boolean {
  if (SECRET.test(place) || isWithin(place, homedir())) return false;
  return PUBLIC.test(place) || PUBLIC_PROC.test(place) || HARMLESS_DEVICE.test(place);
}
