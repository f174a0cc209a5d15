// The contract of a trace format: how runs of complete lines become events, and which bytes must not be stored.
import type { Attachment, QuarantinedLine, RecordForm, TraceEvent } from '../src/model/event.js';
import type { FileKind } from '../src/model/block.js';

/** A line of at least this many bytes is endless: without a head it is quarantined, with one its record is flagged `truncated`. */
export const ENDLESS_LINE_BYTES = 1024 * 1024;

export interface ReaderOptions {
  readonly generation: string;
  readonly shop: string;
  readonly kind: FileKind;
  /** IANA name or fixed offset (`+02:00`). */
  readonly zone: string;
  /** Forced form of heads, or null to recognise it record by record. */
  readonly form: 'A' | 'B' | 'C' | null;
  /** `on` replaces personal data in place at equal length; `off` keeps it. */
  readonly masking: 'on' | 'off';
  /** Secret of the pseudonyms. */
  readonly maskingKey: Uint8Array;
}

export interface LineCounts {
  readonly lines: number;
  readonly records: number;
  readonly continuation: number;
  readonly blank: number;
  readonly nulBytes: number;
  readonly quarantinedLines: Readonly<Partial<Record<QuarantinedLine['reason'], number>>>;
}

export interface ReadResult {
  /** Records whose end is now known, in file order. */
  readonly events: readonly TraceEvent[];
  readonly attachments: readonly Attachment[];
  readonly quarantined: readonly QuarantinedLine[];
  /** [start, end) in bytes of the text given, to be replaced; with the same-length replacement. */
  readonly masks: readonly { readonly start: number; readonly end: number; readonly replacement: string }[];
}

/**
 * Reads one generation from its beginning, or from a saved state. Deterministic: events and state are a function of the
 * bytes given so far, however they were cut into calls. Never throws on content.
 */
export interface TraceReader {
  /** Byte offset of the next line. */
  readonly position: number;
  /** Complete lines read so far. */
  readonly line: number;
  /**
   * Takes the next complete lines.
   * @param text latin1 (a character a byte); every line ends in `\n`
   * @param cut bytes of the file that were dropped from the end of the last line (endless line), 0 otherwise
   */
  read(text: string, cut?: number): ReadResult;
  /**
   * The open record as it stands, with an unterminated rest of the file when there is one; null when none is open.
   * Changes nothing. An unterminated head counts only if its head is complete; then `before` is the record it ends.
   */
  provisional(
    rest: string,
  ): { event: TraceEvent; before: TraceEvent | null; masks: ReadResult['masks'] } | null;
  /** Time of the open record, UTC ms: that of `provisional('')` without building it; null when none is open. */
  readonly openTime: number | null;
  /** The end of a file that will not grow: takes an unterminated last line and closes the open record. */
  finish(rest: string): ReadResult;
  /** Totals since the beginning of the generation. */
  counts(): LineCounts;
  /** Forms seen, in order of appearance. */
  forms(): readonly RecordForm[];
  /** The whole state, JSON; bounded. `restore` goes on from it as if nothing had happened. */
  save(): string;
  /** The small part of the state that decoding from here on needs (clock, request chains, line number); kept with each block. */
  saveForDecoding(): string;
}

export interface BlockText {
  /** Byte offset of the block in the file. */
  readonly start: number;
  /** latin1 of the stored (masked) bytes. */
  readonly text: string;
  /** From `saveForDecoding` at `start`. */
  readonly readerState: string;
  /** latin1 of what follows, so that the last record is whole; empty at the end of the file. */
  readonly following: string;
  /** Bytes of the file that were dropped from the end of the block's last line. */
  readonly cut?: number;
  /** Head offsets (in the file) of the events that are asked for; null for all. Others are not built. */
  readonly wanted: ReadonlySet<number> | null;
}

export interface TraceFormat {
  readonly name: string;
  /** The files that a shop writes, by name; followed in a folder even before they are there. */
  readonly files: readonly { readonly name: string; readonly kind: FileKind }[];
  /** What a file's name says, rotated and packed ones too; null when it is none of the shop's. */
  kindOfName(path: string): FileKind | null;
  /**
   * What a file is, by its name and then by its first bytes (latin1, at least one line where there is one); null when no
   * record begins in them. What may be a mail file is one: its text is never kept.
   */
  recognise(head: string, path?: string): { readonly kind: FileKind; readonly form: RecordForm } | null;
  /** A reader at the beginning of a generation. */
  open(options: ReaderOptions): TraceReader;
  /** A reader that goes on from `save()`. */
  restore(options: ReaderOptions, state: string): TraceReader;
  /** Events whose head lies in a stored block; parsed again from its bytes (already masked: nothing is masked again). */
  decode(options: Omit<ReaderOptions, 'masking' | 'maskingKey'>, block: BlockText): readonly TraceEvent[];
  /** Grows when a message is read differently than before; stored with each dataset. */
  readonly catalogueVersion: string;
}
