import { shellPieces, wordsOf } from './shellPieces';

const WRAPPERS = new Set(['sudo', 'doas', 'env', 'nice', 'nohup', 'time', 'command', 'exec', 'busybox', 'xargs', 'bash', 'sh', '-c']);
const POWER = new Set(['shutdown', 'reboot', 'halt', 'poweroff']);
/** The file system's root, the home folder, and all there is in either. */
const EVERYTHING = /^(\/|\/\*|\/\.|~|~\/|~\/\*|\$HOME\/?|\$HOME\/\*|\$\{HOME\}\/?|\$\{HOME\}\/\*)$/;
const SYSTEM_FOLDER = /^\/(bin|boot|dev|etc|home|lib|lib64|opt|proc|root|sbin|sys|usr|var|Users|System|Library|Applications)\/?\*?$/;
const DISK = /\/dev\/(sd|hd|vd|xvd|nvme|mmcblk|disk|mapper\/)/;
const FORK_BOMB = /(\S+)\s*\(\)\s*\{[^}]*\1\s*\|\s*\1\s*&[^}]*\}/;

/**
 * What a shell command would destroy beyond repair, or nothing. Such commands run in no permission mode and by no rule. This is a net
 * under a person who allows too much, no wall against a command that hides what it does.
 */
export function catastropheOf(command: string): string | undefined {
  if (FORK_BOMB.test(command)) return 'it starts processes without end';
  if (new RegExp(`>\\s*${DISK.source}`).test(command)) return 'it overwrites a disk';
  for (const piece of shellPieces(command)) {
    const found = catastropheOfWords(wordsOf(piece));
    if (found !== undefined) return found;
  }
  return undefined;
}

function catastropheOfWords(words: readonly string[]): string | undefined {
  const start = words.findIndex((word) => !WRAPPERS.has(programName(word)) && !/^\w+=/.test(word) && !word.startsWith('-'));
  if (start === -1) return undefined;
  const program = programName(words[start] ?? '');
  const values = words.slice(start + 1);
  const flags = values.filter((word) => word.startsWith('-'));
  const targetsEverything = values.some((word) => EVERYTHING.test(word) || SYSTEM_FOLDER.test(word));
  const isRecursive = flags.some((flag) => flag === '--recursive' || /^-[a-zA-Z]*[rR]/.test(flag));

  if (program === 'rm' && isRecursive && targetsEverything) return 'it deletes a system or home folder';
  if ((program === 'chmod' || program === 'chown' || program === 'chgrp') && isRecursive && targetsEverything)
    return 'it changes the access rights of a system or home folder';
  if (program === 'find' && targetsEverything && flags.includes('-delete')) return 'it deletes a system or home folder';
  if (program === 'dd' && values.some((word) => word.startsWith('of=') && DISK.test(word))) return 'it overwrites a disk';
  if (program === 'mkfs' || program.startsWith('mkfs.') || program === 'wipefs') return 'it formats a disk';
  if (POWER.has(program)) return 'it turns the machine off';
  return undefined;
}

function programName(word: string): string {
  return word.slice(word.lastIndexOf('/') + 1);
}
