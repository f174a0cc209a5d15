// Errors as people should see them: what and where, what to do; never a stack trace.
import { ShoptraceError } from '../model/errors.js';
import { type CommandContext, note } from './context.js';
import { safeLines } from './output/safe-text.js';

/** Prints it on standard error. @returns the exit code */
export function reportFailure(error: unknown, context: CommandContext): number {
  if (error instanceof ShoptraceError) {
    note(context, failureLines(error).join('\n'));
    return error.exitCode;
  }
  const message = error instanceof Error ? error.message : String(error);
  const debug = context.around.env['SHOPTRACE_DEBUG'] === '1';
  note(
    context,
    [
      ...safeLines(`shoptrace: unexpected error: ${message}`),
      '  This is a fault of the program. Please report it with the command you ran and this message.',
      ...(debug && error instanceof Error
        ? safeLines(error.stack ?? '')
        : ['  SHOPTRACE_DEBUG=1 shows where it happened.']),
    ].join('\n'),
  );
  return 3;
}

export function failureLines(error: ShoptraceError): string[] {
  return [
    ...safeLines(`shoptrace: ${error.message} [${error.code}]`),
    ...safeLines(error.hint).map((line) => `  ${line}`),
  ];
}
