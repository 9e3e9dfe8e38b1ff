/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "klaster-content.h"
#include "klaster-template-resources.h"
#include "klaster-template.h"

/**
 * klaster_template_free:
 * @self: (nullable) (transfer full): a template
 */
void
klaster_template_free (KlasterTemplate *self)
{
  if (self == NULL)
    return;

  klaster_row_unref (self->row);
  klaster_snapshot_unref (self->snapshot);
  g_free (self);
}

static KlasterTemplate *
template_new (KlasterSnapshot *snapshot,
              KlasterRow      *row)
{
  KlasterTemplate *self = g_new (KlasterTemplate, 1);

  self->snapshot = klaster_snapshot_ref (snapshot);
  self->row = klaster_row_ref (row);
  self->builtin = snapshot == klaster_template_get_builtin ();

  return self;
}

/**
 * klaster_template_get_builtin:
 *
 * Returns: (transfer none): content with the templates that come with the program and nothing else
 */
KlasterSnapshot *
klaster_template_get_builtin (void)
{
  static KlasterSnapshot *builtin;
  static gsize once;

  if (g_once_init_enter (&once))
    {
      g_autoptr (KlasterSnapshot) empty = klaster_snapshot_new_empty ();
      g_autoptr (GError) error = NULL;
      g_autoptr (KlasterDelta) delta = NULL;
      g_autoptr (GBytes) bytes = NULL;

      bytes = g_resource_lookup_data (klaster_templates_get_resource (),
                                      "/io/github/klaster_app/Klaster/templates/templates.json",
                                      G_RESOURCE_LOOKUP_FLAGS_NONE, &error);
      g_assert_no_error (error);
      /* Our own data: whatever is wrong with it is a mistake in the program, which its tests find. */
      delta = klaster_content_resolve (bytes, empty, &error);
      if (delta == NULL)
        g_error ("templates.json: %s", error->message);
      builtin = klaster_snapshot_apply (empty, delta);
      g_once_init_leave (&once, 1);
    }

  return builtin;
}

static gboolean
has_own (KlasterSnapshot *project,
         const char      *key)
{
  KlasterRowIter iter;
  KlasterRow *row;

  klaster_row_iter_init (&iter, project, KLASTER_TABLE_TEMPLATE);
  while (klaster_row_iter_next (&iter, &row))
    if (g_strcmp0 (klaster_row_get_text (row, KLASTER_TEMPLATE_KEY), key) == 0)
      return TRUE;

  return FALSE;
}

static void
add_templates (GPtrArray       *list,
               KlasterSnapshot *project,
               KlasterSnapshot *from,
               const char      *kind)
{
  KlasterRowIter iter;
  KlasterRow *row;

  klaster_row_iter_init (&iter, from, KLASTER_TABLE_TEMPLATE);
  while (klaster_row_iter_next (&iter, &row))
    {
      const char *key = klaster_row_get_text (row, KLASTER_TEMPLATE_KEY);

      if (kind != NULL && g_strcmp0 (klaster_row_get_text (row, KLASTER_TEMPLATE_KIND), kind) != 0)
        continue;
      if (from != project && key != NULL && has_own (project, key))
        continue;
      g_ptr_array_add (list, template_new (from, row));
    }
}

/**
 * klaster_template_list:
 * @project: content of the project
 * @kind: (nullable): a token of agreement_kinds, or %NULL for every kind
 *
 * Returns: (transfer full) (element-type KlasterTemplate): templates; a built-in one is left out where one of the project
 *   stands in for it
 */
GPtrArray *
klaster_template_list (KlasterSnapshot *project,
                       const char      *kind)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) klaster_template_free);

  g_return_val_if_fail (project != NULL, list);

  add_templates (list, project, project, kind);
  add_templates (list, project, klaster_template_get_builtin (), kind);

  return list;
}

/**
 * klaster_template_find:
 * @project: content of the project
 * @kind: (nullable): a token of agreement_kinds
 *
 * Returns: (transfer full) (nullable): the template for agreements of that kind
 */
KlasterTemplate *
klaster_template_find (KlasterSnapshot *project,
                       const char      *kind)
{
  g_autoptr (GPtrArray) list = NULL;

  if (kind == NULL)
    return NULL;
  list = klaster_template_list (project, kind);

  return list->len > 0 ? g_ptr_array_steal_index (list, 0) : NULL;
}

/**
 * klaster_template_lookup:
 * @project: content of the project
 * @id: of a template of the project, or of a built-in one
 *
 * Identifiers of built-in templates are below 1000, which a project practically never gives.
 *
 * Returns: (transfer full) (nullable): the template
 */
KlasterTemplate *
klaster_template_lookup (KlasterSnapshot *project,
                         gint64           id)
{
  KlasterSnapshot *snapshots[] = { project, klaster_template_get_builtin () };

  g_return_val_if_fail (project != NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (snapshots); i++)
    {
      KlasterRow *row = klaster_snapshot_lookup (snapshots[i], KLASTER_TABLE_TEMPLATE, id);

      if (row)
        return template_new (snapshots[i], row);
    }

  return NULL;
}

static GPtrArray *
list_children (const KlasterTemplate *self,
               KlasterTable           table,
               guint                  column)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) klaster_row_unref);
  KlasterReferrerIter iter;
  KlasterRow *row;

  klaster_referrer_iter_init (&iter, self->snapshot, table, column, klaster_row_get_id (self->row));
  while (klaster_referrer_iter_next (&iter, &row))
    g_ptr_array_add (rows, klaster_row_ref (row));

  return rows;
}

static int
compare_clauses (gconstpointer a,
                 gconstpointer b)
{
  return klaster_row_get_token (*(KlasterRow *const *) a, KLASTER_TEMPLATE_CLAUSE_CLAUSE) -
         klaster_row_get_token (*(KlasterRow *const *) b, KLASTER_TEMPLATE_CLAUSE_CLAUSE);
}

GPtrArray *
klaster_template_list_clauses (const KlasterTemplate *self)
{
  GPtrArray *rows;

  g_return_val_if_fail (self != NULL, NULL);

  rows = list_children (self, KLASTER_TABLE_TEMPLATE_CLAUSE, KLASTER_TEMPLATE_CLAUSE_TEMPLATE_ID);
  g_ptr_array_sort (rows, compare_clauses);

  return rows;
}

GPtrArray *
klaster_template_list_obligations (const KlasterTemplate *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return list_children (self, KLASTER_TABLE_TEMPLATE_OBLIGATION, KLASTER_TEMPLATE_OBLIGATION_TEMPLATE_ID);
}

/**
 * klaster_template_list_all_obligations:
 * @project: content of the project
 *
 * Returns: (transfer full) (element-type KlasterTemplate): rows of template_obligation; of those with the same key the
 *   first, and the project's before the built-in ones
 */
GPtrArray *
klaster_template_list_all_obligations (KlasterSnapshot *project)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) klaster_template_free);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  KlasterSnapshot *snapshots[] = { project, klaster_template_get_builtin () };

  g_return_val_if_fail (project != NULL, list);

  for (guint i = 0; i < G_N_ELEMENTS (snapshots); i++)
    {
      KlasterRowIter iter;
      KlasterRow *row;

      klaster_row_iter_init (&iter, snapshots[i], KLASTER_TABLE_TEMPLATE_OBLIGATION);
      while (klaster_row_iter_next (&iter, &row))
        {
          const char *key = klaster_row_get_text (row, KLASTER_TEMPLATE_OBLIGATION_KEY);

          if (key == NULL || g_hash_table_add (seen, (gpointer) key))
            g_ptr_array_add (list, template_new (snapshots[i], row));
        }
    }

  return list;
}

/* Copies what a row holds; @reference stays for the caller to set. */
static gint64
copy_row (KlasterEdit      *edit,
          const KlasterRow *row,
          guint             reference)
{
  KlasterTable table = klaster_row_get_table (row);
  gint64 id = klaster_edit_insert (edit, table);

  for (guint c = 1; c < klaster_schema_get_table (table)->n_columns; c++)
    if (c != reference && !klaster_row_is_null (row, c))
      klaster_edit_set (edit, table, id, c, klaster_row_get_value (row, c));

  return id;
}

/**
 * klaster_template_edit_copy:
 * @self: a template
 * @id: (out) (optional): the copy
 *
 * A copy of a built-in template keeps its key and so stands in for it; a copy of one of the project's is another one.
 *
 * Returns: (transfer full): an edit that adds the copy to the project
 */
KlasterEdit *
klaster_template_edit_copy (const KlasterTemplate *self,
                            gint64                *id)
{
  KlasterEdit *edit;
  g_autoptr (GPtrArray) clauses = NULL;
  g_autoptr (GPtrArray) obligations = NULL;
  gint64 copy;

  g_return_val_if_fail (self != NULL, NULL);

  clauses = klaster_template_list_clauses (self);
  obligations = klaster_template_list_obligations (self);
  edit = klaster_edit_new (_("Add agreement template"));
  copy = copy_row (edit, self->row, self->builtin ? 0 : KLASTER_TEMPLATE_KEY);
  for (guint i = 0; i < clauses->len; i++)
    {
      gint64 row = copy_row (edit, clauses->pdata[i], KLASTER_TEMPLATE_CLAUSE_TEMPLATE_ID);

      klaster_edit_set (edit, KLASTER_TABLE_TEMPLATE_CLAUSE, row, KLASTER_TEMPLATE_CLAUSE_TEMPLATE_ID, KLASTER_INTEGER (copy));
    }
  for (guint i = 0; i < obligations->len; i++)
    {
      gint64 row = copy_row (edit, obligations->pdata[i], KLASTER_TEMPLATE_OBLIGATION_TEMPLATE_ID);

      klaster_edit_set (edit, KLASTER_TABLE_TEMPLATE_OBLIGATION, row, KLASTER_TEMPLATE_OBLIGATION_TEMPLATE_ID,
                        KLASTER_INTEGER (copy));
    }
  if (id)
    *id = copy;

  return edit;
}
