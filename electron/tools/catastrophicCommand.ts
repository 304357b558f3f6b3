import { homedir } from 'node:os';
import path from 'node:path';
import { everyCommand, programName } from './shell/everyCommand';
import type { ShellScript, SimpleCommand } from './shell/shellScript';
import { isFixed } from './shell/shellWord';
import { mayFit } from './shell/wildcard';

const POWER = new Set(['shutdown', 'reboot', 'halt', 'poweroff']);
/** The file system's root, the home folder, and all there is in either. */
const EVERYTHING = /^(\/|~[\w.-]*|\$HOME|\$\{HOME(:?[?-][^/]*)?\})\/?(\*|\.\*|\.)?$/;
/** A pattern or a list right below the root, and the way up to the root itself. */
const FITS_ROOT = /^\/[^/]*[*?[{]|^(\.\.\/){3,}(\.\.\/?)?\*?$/;
const SYSTEM_FOLDER =
  /^\/(usr\/(bin|lib|lib64|sbin|share|local)|var\/lib|bin|boot|dev|etc|home|lib|lib64|opt|proc|root|sbin|sys|usr|var|Users|System|Library|Applications)\/?\*?$/;
const ALL_OF_HERE = /^\.?\/?\*?$/;
const DISK = /^\/dev\/(sd|hd|vd|xvd|nvme|mmcblk|disk|mapper\/|rdisk)/;
const KERNEL = /^\/(proc\/sysrq-trigger|dev\/k?mem)/;
const OVERWRITES = new Set(['tee', 'cp', 'mv', 'shred', 'install', 'truncate']);

/**
 * What a shell command would destroy beyond repair, or nothing. Such commands run in no permission mode and by no rule. This is a net
 * under a person who allows too much, no wall against a command that hides what it does.
 */
export function catastropheOf(script: ShellScript): string | undefined {
  if (script.bombs.length > 0) return 'it starts processes without end';
  if (script.redirections.some((target) => target.type === 'Redirect' && isDisk(target.target?.value ?? ''))) return 'it overwrites a disk';
  const commands = everyCommand(script);
  const isElsewhere = commands.some(
    ({ words: [program, folder] }) => ['cd', 'pushd'].includes(program?.value ?? '') && isEverything(folder?.value ?? '~'),
  );
  for (const command of commands) {
    const found = catastropheIn(command, isElsewhere);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** `isElsewhere`: the work directory may have been left for a system or home folder. */
function catastropheIn({ words: [first, ...rest] }: SimpleCommand, isElsewhere: boolean): string | undefined {
  if (!first) return undefined;
  const program = programName(first);
  const values = rest.map(({ value }) => value);
  const flags = values.filter((word) => word.startsWith('-'));
  const targetsEverything = values.some((value) => isEverything(value) || (isElsewhere && ALL_OF_HERE.test(value)));
  const isRecursive = flags.some((flag) => flag === '--recursive' || /^-[a-zA-Z]*[rR]/.test(flag));

  const mayRemove = program === 'rm' || (!isFixed(first) && flags.some((flag) => /^-\w*f/.test(flag)) && mayFit('rm', program));
  if (mayRemove && isRecursive && targetsEverything) return 'it deletes a system or home folder';
  if ((program === 'chmod' || program === 'chown' || program === 'chgrp') && isRecursive && targetsEverything)
    return 'it changes the access rights of a system or home folder';
  if (program === 'find' && targetsEverything && deletes(values)) return 'it deletes a system or home folder';
  if (program === 'mv' && isEverything(values.find((word) => !word.startsWith('-')) ?? '')) return 'it moves a system or home folder';
  if (program === 'dd' && values.some((word) => word.startsWith('of=') && isDisk(word.slice('of='.length)))) return 'it overwrites a disk';
  if (OVERWRITES.has(program) && values.some(isDisk)) return 'it overwrites a disk';
  if (program === 'mkfs' || program.startsWith('mkfs.') || program === 'wipefs') return 'it formats a disk';
  if (program === 'kill' && values.at(-1) === '-1' && values.length > 1) return 'it ends every process';
  if (POWER.has(program) || (program === 'systemctl' && values.some((value) => POWER.has(value)))) return 'it turns the machine off';
  return undefined;
}

function deletes(values: readonly string[]): boolean {
  return (
    values.includes('-delete') ||
    values.some((value, place) => /^-(exec|ok)/.test(value) && /(^|\/)(rm|shred|unlink)$/.test(values[place + 1] ?? ''))
  );
}

function isEverything(value: string): boolean {
  const place = value.startsWith('/') ? path.posix.normalize(value) : value;
  return EVERYTHING.test(place) || FITS_ROOT.test(place) || SYSTEM_FOLDER.test(place) || place.replace(/\/\*?$/, '') === homedir();
}

function isDisk(value: string): boolean {
  return DISK.test(value) || KERNEL.test(value);
}
