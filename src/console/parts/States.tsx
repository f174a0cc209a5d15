// What a page shows while it waits, when it failed, and when there is nothing: each says what to do next.
import { Button, Skeleton } from '@mantine/core';
import { useTimeout } from '@mantine/hooks';
import type { UseQueryResult } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiProblem } from '../api/client.js';
import { visibleText } from '../format/hostile-text.js';
import { texts } from '../texts/texts.js';
import { Icon, type IconName } from './Icon.js';
import classes from './States.module.css';

export interface EmptyProps {
  readonly icon?: IconName;
  readonly title: string;
  readonly children?: React.ReactNode;
}

export function Empty({ icon = 'search', title, children }: EmptyProps) {
  return (
    <div className={classes['empty']}>
      <span className={classes['emptyIcon']}>
        <Icon name={icon} size={20} />
      </span>
      <p className={classes['emptyTitle']}>{title}</p>
      {children !== undefined && <div className={classes['emptyText']}>{children}</div>}
    </div>
  );
}

export function Failure({ error, retry }: { readonly error: unknown; readonly retry: () => void }) {
  const problem = error instanceof ApiProblem ? error : null;
  const unreachable = problem?.status === 0;
  return (
    <div className={classes['failure']} role="alert">
      <Icon name="warning" size={18} />
      <div>
        <p className={classes['failureTitle']}>
          {unreachable ? texts.failure.unreachable : visibleText(problem?.message || texts.failure.unknown)}
        </p>
        <p className={classes['failureText']}>
          {unreachable ? texts.failure.unreachableHint : visibleText(problem?.hint || texts.failure.hint)}
          {problem?.requestId && (
            <>
              {' '}
              {texts.failure.request} <code>{problem.requestId}</code>
            </>
          )}
        </p>
      </div>
      <Button size="xs" variant="default" onClick={retry}>
        {texts.failure.retry}
      </Button>
    </div>
  );
}

/** Grey rows in the shape of what will come; after some seconds it says that it is still at work. */
export function Waiting({ rows = 6 }: { readonly rows?: number }) {
  const [slow, setSlow] = useState(false);
  useTimeout(() => setSlow(true), 4000, { autoInvoke: true });
  return (
    <div className={classes['waiting']} aria-busy="true" aria-live="polite">
      <span className={classes['hidden']}>{texts.waiting.loading}</span>
      {Array.from({ length: rows }, (_, index) => (
        <Skeleton key={index} height={14} width={`${92 - ((index * 17) % 43)}%`} radius="sm" />
      ))}
      {slow && <p className={classes['slow']}>{texts.waiting.slow}</p>}
    </div>
  );
}

export interface AnswerProps<T> {
  readonly query: UseQueryResult<T>;
  readonly rows?: number;
  readonly children: (data: T) => React.ReactNode;
}

/** Waiting, failed or the answer; an answer that could not be renewed stays, with the reason above it. */
export function Answer<T>({ query, rows = 6, children }: AnswerProps<T>) {
  if (query.data !== undefined)
    return (
      <>
        {query.isError && <Failure error={query.error} retry={() => void query.refetch()} />}
        {children(query.data)}
      </>
    );
  if (query.isError) return <Failure error={query.error} retry={() => void query.refetch()} />;
  return <Waiting rows={rows} />;
}
