import { Component, type ReactNode } from 'react'

type BoundaryProps = {
  /** What to show in place of parts that cannot be drawn. */
  renderFault: (error: unknown, retry: () => void) => ReactNode
  children: ReactNode
}

type BoundaryState = { fault: { error: unknown } | undefined }

/** Keeps a fault in what it holds from taking the page with it. A class, because React has no other way. */
export class Boundary extends Component<BoundaryProps, BoundaryState> {
  override state: BoundaryState = { fault: undefined }

  static getDerivedStateFromError(error: unknown): BoundaryState {
    return { fault: { error } }
  }

  override render() {
    const { fault } = this.state
    if (fault === undefined) return this.props.children
    return this.props.renderFault(fault.error, () => this.setState({ fault: undefined }))
  }
}
