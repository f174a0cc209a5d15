// What is said about a file's source (name, shop, zone, form): flags over the configured source over the machine's defaults.
import { basename, dirname, join, resolve } from 'node:path';
import type { ConfigSource } from '../config/schema.js';
import { isZone, zoneAsWritten } from '../config/zone.js';
import { ShoptraceError } from '../model/errors.js';

export interface SourceFlags {
  readonly zone: string | null;
  readonly form: 'A' | 'B' | 'C' | null;
  readonly shop: string | null;
  /** Set: the path is a name without a place. */
  readonly at?: string;
}

export interface SourceSettings {
  readonly source: string;
  readonly shop: string;
  readonly zone: string;
  /** Somebody said so: it is not the machine's for want of another. */
  readonly zoneIsGiven: boolean;
  readonly form: 'A' | 'B' | 'C' | null;
}

/** Zone of this machine, where neither flag nor configuration names one. */
export function machineZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** @throws zone-unknown */
export function sourceSettings(
  path: string,
  flags: SourceFlags,
  configured: ConfigSource | null,
): SourceSettings {
  const given = flags.zone ?? configured?.zone ?? null;
  const zone = given ?? machineZone();
  if (!isZone(zone))
    throw new ShoptraceError(
      'zone-unknown',
      `${JSON.stringify(zone)} is no time zone`,
      'Give an IANA name such as Europe/Paris, or a fixed offset such as +02:00.',
    );
  return {
    source: configured?.name ?? familyName(path, flags.at === undefined),
    shop: flags.shop ?? configured?.shop ?? 'default',
    zone: zoneAsWritten(zone),
    zoneIsGiven: given !== null,
    form: flags.form ?? configured?.form ?? null,
  };
}

/** Rotated files of one log are one source: `trace.log`, `trace.log.1`, `trace.log-20170821.gz`. */
function familyName(path: string, hasPlace: boolean): string {
  if (path === '-') return 'standard input';
  const name = basename(path)
    .replace(/\.gz$/, '')
    .replace(/([.-]\d{1,14}|\.old|\.bak)+$/, '');
  return hasPlace ? join(dirname(resolve(path)), name) : name;
}
