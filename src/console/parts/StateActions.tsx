// Buttons that change the human state of findings: a reason where one is due, a way back afterwards.
import { Button, Group, Modal, SegmentedControl, Textarea } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { FindingAnswer } from '../../model/answers.js';
import {
  changeStates,
  restoreStates,
  targetsOf,
  type StateRequest,
  type TargetState,
} from '../api/change-state.js';
import { ApiProblem } from '../api/client.js';
import { renew, type Topic } from '../api/hooks.js';
import { visibleText } from '../format/hostile-text.js';
import { texts } from '../texts/texts.js';
import classes from './StateActions.module.css';

const TOUCHED: readonly Topic[] = ['findings', 'overview', 'transactions', 'dashboards'];
const DAY_MS = 86_400_000;

const untilDays = { day: 1, week: 7, month: 30, ever: null } as const;
type Until = keyof typeof untilDays;

const verbs: Readonly<Record<TargetState, string>> = {
  acknowledged: texts.action.acknowledge,
  resolved: texts.action.resolve,
  suppressed: texts.action.suppress,
  open: texts.action.reopen,
};

function announceFailure(error: unknown): void {
  const problem = error instanceof ApiProblem ? error : null;
  notifications.show({
    color: 'red',
    title: texts.action.failed,
    message:
      problem?.status === 409
        ? texts.action.conflict
        : visibleText(problem?.message ?? texts.failure.unknown),
    closeButtonProps: { 'aria-label': texts.action.dismiss },
  });
}

async function undo(client: QueryClient, before: readonly FindingAnswer[]): Promise<void> {
  try {
    await restoreStates(before, texts.action.undone);
  } catch (error) {
    announceFailure(error);
  }
  await renew(client, TOUCHED);
}

function announce(client: QueryClient, request: StateRequest, before: readonly FindingAnswer[]): void {
  const id = notifications.show({
    autoClose: 12_000,
    message: (
      <span className={classes['done']}>
        {texts.action[request.state]}: {texts.action.about(before.length)}
        <Button
          size="compact-xs"
          variant="default"
          onClick={() => {
            notifications.hide(id);
            void undo(client, before);
          }}
        >
          {texts.action.undo}
        </Button>
      </span>
    ),
    closeButtonProps: { 'aria-label': texts.action.dismiss },
  });
}

function useChange(findings: readonly FindingAnswer[], done: () => void) {
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const run = async (request: StateRequest): Promise<void> => {
    setBusy(true);
    const before = findings.filter((finding) => targetsOf(finding.state).includes(request.state));
    try {
      await changeStates(before, request);
      announce(client, request, before);
      done();
    } catch (error) {
      announceFailure(error);
    }
    setBusy(false);
    await renew(client, TOUCHED);
  };
  return { busy, run };
}

interface ReasonDialogProps {
  readonly target: TargetState;
  readonly count: number;
  readonly busy: boolean;
  onClose(): void;
  onDone(request: StateRequest): void;
}

function ReasonDialog({ target, count, busy, onClose, onDone }: ReasonDialogProps) {
  const [reason, setReason] = useState('');
  const [until, setUntil] = useState<Until>('week');
  const [asked, setAsked] = useState(false);
  const suppress = target === 'suppressed';
  const missing = suppress && reason.trim() === '';
  const submit = (event: React.FormEvent): void => {
    event.preventDefault();
    setAsked(true);
    if (missing) return;
    const days = suppress ? untilDays[until] : null;
    onDone({
      state: target,
      reason: reason.trim() === '' ? null : reason.trim(),
      ...(days === null ? {} : { until: new Date(Date.now() + days * DAY_MS).toISOString() }),
    });
  };
  return (
    <Modal
      opened
      onClose={onClose}
      centered
      title={`${verbs[target]}: ${texts.action.about(count)}`}
      closeButtonProps={{ 'aria-label': texts.action.cancel }}
    >
      <form onSubmit={submit} className={classes['form']}>
        <Textarea
          data-autofocus
          label={texts.action.reason}
          description={texts.action.reasonHint}
          required={suppress}
          autosize
          minRows={3}
          maxLength={2000}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          error={asked && missing ? texts.action.reasonNeeded : null}
        />
        {suppress && (
          <SegmentedControl
            aria-label={texts.action.until}
            fullWidth
            size="xs"
            value={until}
            onChange={(value) => setUntil(value as Until)}
            data={Object.entries(texts.action.untilOptions).map(([value, label]) => ({ value, label }))}
          />
        )}
        <Group justify="flex-end" gap="xs">
          <Button size="xs" variant="default" onClick={onClose}>
            {texts.action.cancel}
          </Button>
          <Button size="xs" type="submit" loading={busy}>
            {verbs[target]}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}

export interface StateActionsProps {
  readonly findings: readonly FindingAnswer[];
  /** Called when something was changed. */
  onDone?(): void;
}

export function StateActions({ findings, onDone }: StateActionsProps) {
  const [asking, setAsking] = useState<TargetState | null>(null);
  const { busy, run } = useChange(findings, () => {
    setAsking(null);
    onDone?.();
  });
  const possible = (['acknowledged', 'resolved', 'suppressed', 'open'] as const).filter((target) =>
    findings.some((finding) => targetsOf(finding.state).includes(target)),
  );
  const choose = (target: TargetState): void => {
    if (target === 'open') void run({ state: 'open', reason: null });
    else setAsking(target);
  };
  return (
    <>
      <div className={classes['actions']}>
        {possible.map((target, index) => (
          <Button
            key={target}
            size="xs"
            variant={index === 0 ? 'filled' : 'default'}
            disabled={busy}
            onClick={() => choose(target)}
          >
            {verbs[target]}
          </Button>
        ))}
      </div>
      {asking !== null && (
        <ReasonDialog
          target={asking}
          count={findings.length}
          busy={busy}
          onClose={() => setAsking(null)}
          onDone={(request) => void run(request)}
        />
      )}
    </>
  );
}
