// The file, how it is to be read, and its way to the server.
import { Button, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { ApiProblem } from '../../api/client.js';
import { sendReplay } from '../../api/replays.js';
import { bytesText } from '../../format/numbers.js';
import { Panel } from '../../parts/Panel.js';
import { texts } from '../../texts/texts.js';
import { FileDrop } from './FileDrop.js';
import { Notice } from './Notice.js';
import { Progress } from './Progress.js';
import classes from './ReplayPage.module.css';

export interface SendFormProps {
  readonly maxBytes: number;
  /** The server's own. */
  readonly zone: string;
  sent(job: string): void;
}

interface Told {
  readonly title: string;
  readonly text: string;
}

/** What is plain before anything is sent. */
function problemOfFile(file: File | null, maxBytes: number): Told | null {
  if (file === null) return null;
  const { tooLarge, tooLargeHint, empty, emptyHint } = texts.replay;
  if (file.size === 0) return { title: empty, text: emptyHint };
  if (file.size <= maxBytes) return null;
  return { title: tooLarge(bytesText(file.size), bytesText(maxBytes)), text: tooLargeHint };
}

function told(error: unknown): Told {
  if (error instanceof ApiProblem && error.status > 0) return { title: error.message, text: error.hint };
  return { title: texts.replay.broken, text: texts.replay.brokenHint };
}

function useSending(sent: (job: string) => void) {
  const client = useQueryClient();
  const [bytes, setBytes] = useState<number | null>(null);
  const [problem, setProblem] = useState<Told | null>(null);
  const stopping = useRef<AbortController | null>(null);
  useEffect(() => () => stopping.current?.abort(), []);
  const send = async (file: File, zone: string, shop: string): Promise<void> => {
    const controller = new AbortController();
    stopping.current = controller;
    setProblem(null);
    setBytes(0);
    try {
      const job = await sendReplay({ file, zone, shop, signal: controller.signal, onSent: setBytes });
      client.setQueryData(['replays', job.id], job);
      sent(job.id);
    } catch (error) {
      if (!controller.signal.aborted) setProblem(told(error));
    } finally {
      setBytes(null);
    }
  };
  return { bytes, problem, send, cancel: () => stopping.current?.abort(), forget: () => setProblem(null) };
}

export function SendForm({ maxBytes, zone: usual, sent }: SendFormProps) {
  const [file, setFile] = useState<File | null>(null);
  const [zone, setZone] = useState(usual);
  const [shop, setShop] = useState('default');
  const sending = useSending(sent);
  const busy = sending.bytes !== null;
  const problem = sending.problem ?? problemOfFile(file, maxBytes);
  const submit = (event: React.FormEvent): void => {
    event.preventDefault();
    if (file !== null) void sending.send(file, zone.trim(), shop.trim());
  };
  return (
    <Panel label={texts.replay.file}>
      <form className={classes['form']} onSubmit={submit}>
        <FileDrop
          file={file}
          maxBytes={maxBytes}
          disabled={busy}
          choose={(chosen) => {
            sending.forget();
            setFile(chosen);
          }}
        />
        {problem !== null && <Notice tone="high" title={problem.title} text={problem.text} />}
        {busy && file !== null ? (
          <>
            <Progress
              label={texts.replay.state.sending}
              done={sending.bytes ?? 0}
              total={file.size}
              text={texts.replay.sent(
                bytesText(Math.min(sending.bytes ?? 0, file.size)),
                bytesText(file.size),
              )}
            />
            <div>
              <Button size="xs" variant="default" onClick={sending.cancel}>
                {texts.replay.cancel}
              </Button>
            </div>
          </>
        ) : (
          <div className={classes['options']}>
            <TextInput
              size="xs"
              label={texts.replay.zone}
              description={texts.replay.zoneHint}
              value={zone}
              placeholder={usual}
              onChange={(event) => setZone(event.currentTarget.value)}
              spellCheck={false}
            />
            <TextInput
              size="xs"
              label={texts.replay.shop}
              description={texts.replay.shopHint}
              value={shop}
              placeholder="default"
              onChange={(event) => setShop(event.currentTarget.value)}
              spellCheck={false}
            />
            <Button
              type="submit"
              size="xs"
              disabled={file === null || problemOfFile(file, maxBytes) !== null}
            >
              {texts.replay.start}
            </Button>
          </div>
        )}
      </form>
    </Panel>
  );
}
