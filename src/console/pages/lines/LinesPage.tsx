export default function LinesPage() {
  return <h1>LinesPage</h1>;
}
