// Instants of the contract are whole seconds since 1970 UTC; people write local time, UTC+7 without daylight saving.

const hours7 = 7 * 60 * 60 * 1000;

/**
 * An instant of a Date, or of "20260801080000", "2026-08-01 08:00:00" or "2026-08-01", meant in Vietnam. 0n, absent, of
 * undefined.
 */
export function instant(when: Date | string | undefined): bigint {
  if (when === undefined) return 0n;
  if (when instanceof Date) return BigInt(Math.floor(when.getTime() / 1000));
  const parts = /^(\d{4})-?(\d{2})-?(\d{2})(?:[ T]?(\d{2}):?(\d{2}):?(\d{2}))?$/.exec(when);
  const [y, mo, d, h, mi, s] = (parts ?? []).slice(1).map((p) => Number(p ?? 0));
  const utc = parts ? Date.UTC(y!, mo! - 1, d!, h!, mi!, s!) : NaN;
  const same = parts && new Date(utc).toISOString().slice(0, 10) === `${parts[1]}-${parts[2]}-${parts[3]}` && h! < 24 && mi! < 60 && s! < 60;
  if (!same) throw new RangeError(`instant, ${when}: must be yyyyMMddHHmmss or yyyy-mm-dd hh:mm:ss`);
  return BigInt((utc - hours7) / 1000);
}

/** The moment of an instant; undefined of 0, which is absent. */
export function moment(instant: bigint): Date | undefined {
  return instant === 0n ? undefined : new Date(Number(instant) * 1000);
}

/** A first and a last day, yyyy-mm-dd; nothing is inferred from a calendar. */
export interface Period {
  from: string;
  to: string;
}

/** The days of a calendar month, "2026-08". */
export function month(text: string): Period {
  const parts = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(text);
  if (!parts) throw new RangeError(`month, ${text}: must be yyyy-mm`);
  const last = new Date(Date.UTC(Number(parts[1]), Number(parts[2]), 0)).getUTCDate();
  return { from: `${text}-01`, to: `${text}-${last}` };
}
