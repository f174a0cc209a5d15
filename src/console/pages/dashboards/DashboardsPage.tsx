export default function DashboardsPage() {
  return <h1>DashboardsPage</h1>;
}
