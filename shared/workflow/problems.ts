/** What validation can find; semantics.md, section 1, has the table of what each code means. */
export type WorkflowProblemCode =
  | 'invalid_shape'
  | 'empty_name'
  | 'no_steps'
  | 'empty_prompt'
  | 'invalid_id'
  | 'duplicate_id'
  | 'unknown_dependency'
  | 'self_dependency'
  | 'duplicate_dependency'
  | 'cycle'
  | 'unknown_step_reference'
  | 'unordered_reference'
  | 'unknown_parameter'
  | 'unused_parameter'
  | 'parameter_name'
  | 'unknown_tool'
  | 'unknown_model'
  | 'redundant_dependency'
  | 'unknown_key'
  | 'invalid_server'
  | 'plain_secret'
  | 'unreadable_skill';

/** A change to the definition that solves a problem; data, so that it can cross the contract. */
export type WorkflowFix =
  | { readonly kind: 'add_dependency'; readonly stepId: string; readonly dependsOn: string; readonly label: string }
  | { readonly kind: 'remove_dependency'; readonly stepId: string; readonly dependsOn: string; readonly label: string }
  | { readonly kind: 'declare_parameter'; readonly name: string; readonly label: string }
  | { readonly kind: 'remove_parameter'; readonly name: string; readonly label: string }
  | { readonly kind: 'rename_parameter'; readonly name: string; readonly to: string; readonly label: string }
  | { readonly kind: 'replace_reference'; readonly stepId: string; readonly from: string; readonly to: string; readonly label: string };

export type WorkflowProblem = {
  readonly severity: 'error' | 'warning';
  readonly code: WorkflowProblemCode;
  /** JSON path, as in `$.steps[2].dependsOn[0]`. */
  readonly path: string;
  readonly stepId?: string;
  readonly message: string;
  readonly fix?: WorkflowFix;
};

export type ParameterProblem = {
  readonly code: 'missing' | 'wrong_type' | 'undeclared';
  readonly name: string;
  readonly message: string;
};
