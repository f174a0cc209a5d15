// The console as a whole: providers around the shell, one lazily loaded chunk a page.
import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { Redirect, Route, Switch } from 'wouter';
import { ApiProblem } from './api/client.js';
import { LiveProvider } from './api/live.js';
import { cspNonce } from './csp-nonce.js';
import { transactionPath } from './navigation/query-state.js';
import { Waiting } from './parts/States.js';
import { Shell } from './shell/Shell.js';
import { theme } from './theme.js';

const OverviewPage = lazy(() => import('./pages/overview/OverviewPage.js'));
const TransactionsPage = lazy(() => import('./pages/transactions/TransactionsPage.js'));
const TransactionPage = lazy(() => import('./pages/transaction/TransactionPage.js'));
const FindingsPage = lazy(() => import('./pages/findings/FindingsPage.js'));
const FindingPage = lazy(() => import('./pages/finding/FindingPage.js'));
const LinesPage = lazy(() => import('./pages/lines/LinesPage.js'));
const NumbersPage = lazy(() => import('./pages/numbers/NumbersPage.js'));
const NumberPage = lazy(() => import('./pages/number/NumberPage.js'));
const SourcesPage = lazy(() => import('./pages/sources/SourcesPage.js'));
const ReplayPage = lazy(() => import('./pages/replay/ReplayPage.js'));
const DashboardsPage = lazy(() => import('./pages/dashboards/DashboardsPage.js'));
const DashboardPage = lazy(() => import('./pages/dashboards/DashboardPage.js'));
const MissingPage = lazy(() => import('./pages/missing/MissingPage.js'));

const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5000,
      refetchOnWindowFocus: false,
      retry: (failures, error) =>
        failures < 2 && !(error instanceof ApiProblem && error.status >= 400 && error.status < 500),
    },
  },
});

/** Where the shop's own tool linked to: `?id=<shop>&transid=<ID>`. */
function OldScanAddress() {
  const id = new URLSearchParams(window.location.search).get('transid');
  return <Redirect to={id ? transactionPath(id) : '/transactions'} replace />;
}

export function Console() {
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto" getStyleNonce={() => cspNonce}>
      <QueryClientProvider client={client}>
        <LiveProvider>
          <Notifications position="bottom-right" limit={3} />
          <Shell>
            <Suspense fallback={<Waiting />}>
              <Switch>
                <Route path="/" component={OverviewPage} />
                <Route path="/transactions" component={TransactionsPage} />
                <Route path="/tx/*" component={TransactionPage} />
                <Route path="/findings" component={FindingsPage} />
                <Route path="/findings/*" component={FindingPage} />
                <Route path="/lines" component={LinesPage} />
                <Route path="/numbers" component={NumbersPage} />
                <Route path="/numbers/*" component={NumberPage} />
                <Route path="/sources" component={SourcesPage} />
                <Route path="/replay" component={ReplayPage} />
                <Route path="/dashboards" component={DashboardsPage} />
                <Route path="/dashboards/*" component={DashboardPage} />
                <Route path="/local/shop/front/scantrace.php" component={OldScanAddress} />
                <Route component={MissingPage} />
              </Switch>
            </Suspense>
          </Shell>
        </LiveProvider>
      </QueryClientProvider>
    </MantineProvider>
  );
}
