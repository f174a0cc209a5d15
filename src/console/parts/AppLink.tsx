// A link inside the console that keeps the dataset of the page.
import { Link } from 'wouter';
import { useAddress, type Changes } from '../navigation/query-state.js';

export interface AppLinkProps extends Omit<React.AnchorHTMLAttributes<HTMLAnchorElement>, 'href'> {
  readonly to: string;
  readonly query?: Changes;
}

export function AppLink({ to, query = {}, children, ...rest }: AppLinkProps) {
  const address = useAddress();
  return (
    <Link href={address(to, query)} {...rest}>
      {children}
    </Link>
  );
}
