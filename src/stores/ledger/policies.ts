/** Binds everybody to the policies of a table, the owner included; without one nobody sees a row. */
export function closed(table: string): string[] {
  return [`ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY`, `ALTER TABLE ${table} FORCE ROW LEVEL SECURITY`]
}

/** Opens tables to the platform's role, and closes them to everybody else, the owner included. */
export function openTo(role: 'talkmeter_platform', tables: Readonly<Record<string, string>>): string[] {
  return Object.entries(tables).flatMap(([table, rights]) => [
    ...closed(table),
    `GRANT ${rights} ON ${table} TO ${role}`,
    `CREATE POLICY of_platform ON ${table} TO ${role} USING (true) WITH CHECK (true)`,
  ])
}

/** Opens the rows of the current company to its role. */
export function ofCompany(table: string, rights: string, column = 'company'): string[] {
  return [
    `GRANT ${rights} ON ${table} TO talkmeter_company`,
    `CREATE POLICY of_company ON ${table} TO talkmeter_company
      USING (${column} = current_company()) WITH CHECK (${column} = current_company())`,
  ]
}

/** Refuses to everybody, the owner included, to change or take away what stands in a table. */
export function neverChanged(table: string): string[] {
  return [
    `CREATE TRIGGER never_changed BEFORE UPDATE OR DELETE ON ${table} FOR EACH ROW EXECUTE FUNCTION refuse_change()`,
    `CREATE TRIGGER never_emptied BEFORE TRUNCATE ON ${table} FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`,
  ]
}
