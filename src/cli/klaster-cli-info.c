/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "klaster-cli.h"
#include "klaster-derive.h"
#include "klaster-history.h"
#include "klaster-text.h"

/* What stands for a column that says nothing. */
#define UNKNOWN "unknown"

/* How often each value occurs; in the order of the token list, other values sorted as people sort. */
typedef struct
{
  GHashTable *counts; /* text → guint */
  const char *const *order;
} Counter;

static void
counter_init (Counter    *self,
              const char *tokens_name)
{
  self->counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->order = tokens_name ? klaster_schema_get_tokens (tokens_name) : NULL;
}

static void
counter_add (Counter    *self,
             const char *value)
{
  guint count;

  if (value == NULL || *value == '\0')
    value = UNKNOWN;
  count = GPOINTER_TO_UINT (g_hash_table_lookup (self->counts, value));
  g_hash_table_insert (self->counts, g_strdup (value), GUINT_TO_POINTER (count + 1));
}

static int
compare_keys (gconstpointer a,
              gconstpointer b,
              gpointer      user_data)
{
  const Counter *self = user_data;
  const char *left = *(const char *const *) a, *right = *(const char *const *) b;
  gint left_position = self->order ? klaster_tokens_find (self->order, left) : -1;
  gint right_position = self->order ? klaster_tokens_find (self->order, right) : -1;
  gboolean left_unknown = strcmp (left, UNKNOWN) == 0, right_unknown = strcmp (right, UNKNOWN) == 0;

  if (left_unknown != right_unknown)
    return left_unknown ? 1 : -1;
  if (left_position != right_position)
    return left_position < right_position ? -1 : 1;

  return klaster_text_compare (left, right);
}

static GPtrArray *
counter_list (Counter *self)
{
  GPtrArray *keys = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, self->counts);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    g_ptr_array_add (keys, key);
  g_ptr_array_sort_with_data (keys, compare_keys, self);

  return keys;
}

static JsonObject *
counter_to_json (Counter *self)
{
  JsonObject *object = json_object_new ();
  g_autoptr (GPtrArray) keys = counter_list (self);

  for (guint i = 0; i < keys->len; i++)
    json_object_set_int_member (object, keys->pdata[i],
                                GPOINTER_TO_UINT (g_hash_table_lookup (self->counts, keys->pdata[i])));

  return object;
}

/* @heading: (nullable) */
static void
counter_print (Counter    *self,
               const char *heading,
               const char *tokens_name,
               KlasterCli *cli)
{
  g_autoptr (GPtrArray) keys = counter_list (self);

  if (heading && keys->len > 0)
    g_print ("%s\n", heading);
  for (guint i = 0; i < keys->len; i++)
    {
      const char *key = keys->pdata[i];
      const char *name = key;

      if (strcmp (key, UNKNOWN) == 0)
        /* Translators: how many records say nothing: "unknown  3" */
        name = _("unknown");
      else if (tokens_name)
        name = klaster_vocabulary_get_name (NULL, tokens_name, key, cli->language);
      g_print ("  %6u  %s\n", GPOINTER_TO_UINT (g_hash_table_lookup (self->counts, key)), name);
    }
}

typedef enum
{
  BY_KIND,
  BY_ROLE,
  BY_DISTRICT,
  BY_ORIENTATION,
  BY_COOPERATION_STATUS,
  BY_AGREEMENT_STATUS,
  BY_OBLIGATION_STATE,
  N_COUNTERS
} CounterId;

static const char *const counter_tokens[N_COUNTERS] = {
  "institution_kinds", "institution_roles", NULL, "orientations", "cooperation_statuses", "agreement_statuses",
  "obligation_states",
};

static guint
count (KlasterSnapshot *snapshot,
       Counter         *counters,
       const char      *date)
{
  KlasterRowIter iter;
  KlasterRow *row;
  guint n_unplaced = 0;

  klaster_row_iter_init (&iter, snapshot, KLASTER_TABLE_INSTITUTION);
  while (klaster_row_iter_next (&iter, &row))
    {
      n_unplaced += klaster_row_is_null (row, KLASTER_INSTITUTION_LON) || klaster_row_is_null (row, KLASTER_INSTITUTION_LAT);
      counter_add (&counters[BY_KIND], klaster_row_get_text (row, KLASTER_INSTITUTION_KIND));
      counter_add (&counters[BY_ROLE], klaster_row_get_text (row, KLASTER_INSTITUTION_ROLE));
      counter_add (&counters[BY_DISTRICT], klaster_row_get_text (row, KLASTER_INSTITUTION_DISTRICT));
    }
  klaster_row_iter_init (&iter, snapshot, KLASTER_TABLE_COOPERATION);
  while (klaster_row_iter_next (&iter, &row))
    {
      counter_add (&counters[BY_ORIENTATION], klaster_row_get_text (row, KLASTER_COOPERATION_ORIENTATION));
      counter_add (&counters[BY_COOPERATION_STATUS], klaster_row_get_text (row, KLASTER_COOPERATION_STATUS));
    }
  klaster_row_iter_init (&iter, snapshot, KLASTER_TABLE_AGREEMENT);
  while (klaster_row_iter_next (&iter, &row))
    counter_add (&counters[BY_AGREEMENT_STATUS], klaster_agreement_get_status (snapshot, row, date));
  klaster_row_iter_init (&iter, snapshot, KLASTER_TABLE_OBLIGATION);
  while (klaster_row_iter_next (&iter, &row))
    counter_add (&counters[BY_OBLIGATION_STATE], klaster_row_get_text (row, KLASTER_OBLIGATION_STATE));

  return n_unplaced;
}

static JsonObject *
make_names (const KlasterRow *cluster)
{
  JsonObject *names = json_object_new ();

  for (guint i = 0; i < KLASTER_N_LANGUAGES; i++)
    {
      const char *name = cluster ? klaster_row_get_text (cluster, KLASTER_CLUSTER_NAME_UZ + i) : NULL;

      if (name)
        json_object_set_string_member (names, klaster_language_get_code (i), name);
      else
        json_object_set_null_member (names, klaster_language_get_code (i));
    }

  return names;
}

static JsonObject *
add_section (JsonObject      *root,
             const char      *name,
             KlasterSnapshot *snapshot,
             KlasterTable     table)
{
  JsonObject *section = json_object_new ();

  json_object_set_int_member (section, "total", klaster_snapshot_get_n_rows (snapshot, table));
  json_object_set_object_member (root, name, section);

  return section;
}

static void
print_json (KlasterProject *project,
            Counter        *counters,
            guint           n_unplaced,
            guint           n_edits)
{
  KlasterSnapshot *snapshot = klaster_project_get_snapshot (project);
  JsonNode *document = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (JsonObject) root = json_object_new ();
  JsonObject *section;

  json_object_set_object_member (root, "name", make_names (klaster_snapshot_lookup (snapshot, KLASTER_TABLE_CLUSTER, 1)));
  json_object_set_int_member (root, "schema", KLASTER_SCHEMA_VERSION);
  section = add_section (root, "institutions", snapshot, KLASTER_TABLE_INSTITUTION);
  json_object_set_int_member (section, "unplaced", n_unplaced);
  json_object_set_object_member (section, "by_kind", counter_to_json (&counters[BY_KIND]));
  json_object_set_object_member (section, "by_role", counter_to_json (&counters[BY_ROLE]));
  json_object_set_object_member (section, "by_district", counter_to_json (&counters[BY_DISTRICT]));
  section = add_section (root, "cooperations", snapshot, KLASTER_TABLE_COOPERATION);
  json_object_set_object_member (section, "by_orientation", counter_to_json (&counters[BY_ORIENTATION]));
  json_object_set_object_member (section, "by_status", counter_to_json (&counters[BY_COOPERATION_STATUS]));
  section = add_section (root, "agreements", snapshot, KLASTER_TABLE_AGREEMENT);
  json_object_set_object_member (section, "by_status", counter_to_json (&counters[BY_AGREEMENT_STATUS]));
  section = add_section (root, "obligations", snapshot, KLASTER_TABLE_OBLIGATION);
  json_object_set_object_member (section, "by_state", counter_to_json (&counters[BY_OBLIGATION_STATE]));
  section = json_object_new ();
  json_object_set_int_member (section, "edits", n_edits);
  json_object_set_int_member (section, "undoable", klaster_project_get_n_undo (project));
  json_object_set_int_member (section, "redoable", klaster_project_get_n_redo (project));
  json_object_set_object_member (root, "history", section);

  json_node_init_object (document, root);
  klaster_cli_print_json (document);
}

static void
print_text (KlasterCli     *cli,
            KlasterProject *project,
            Counter        *counters,
            guint           n_unplaced,
            guint           n_edits)
{
  KlasterSnapshot *snapshot = klaster_project_get_snapshot (project);
  const KlasterRow *cluster = klaster_snapshot_lookup (snapshot, KLASTER_TABLE_CLUSTER, 1);
  const char *name = cluster ? klaster_row_get_name (cluster, KLASTER_CLUSTER_NAME_UZ, cli->language) : "";
  guint n = klaster_snapshot_get_n_rows (snapshot, KLASTER_TABLE_INSTITUTION);

  g_print ("%s\n", *name ? name : klaster_project_get_display_name (project));
  g_print (ngettext ("%u institution, %u without a place\n", "%u institutions, %u without a place\n", n), n, n_unplaced);
  counter_print (&counters[BY_KIND], NULL, counter_tokens[BY_KIND], cli);
  counter_print (&counters[BY_ROLE], _("by role"), counter_tokens[BY_ROLE], cli);
  counter_print (&counters[BY_DISTRICT], _("by district"), NULL, cli);
  n = klaster_snapshot_get_n_rows (snapshot, KLASTER_TABLE_COOPERATION);
  g_print (ngettext ("%u cooperation\n", "%u cooperations\n", n), n);
  counter_print (&counters[BY_COOPERATION_STATUS], NULL, counter_tokens[BY_COOPERATION_STATUS], cli);
  n = klaster_snapshot_get_n_rows (snapshot, KLASTER_TABLE_AGREEMENT);
  g_print (ngettext ("%u agreement\n", "%u agreements\n", n), n);
  counter_print (&counters[BY_AGREEMENT_STATUS], NULL, counter_tokens[BY_AGREEMENT_STATUS], cli);
  n = klaster_snapshot_get_n_rows (snapshot, KLASTER_TABLE_OBLIGATION);
  g_print (ngettext ("%u obligation\n", "%u obligations\n", n), n);
  counter_print (&counters[BY_OBLIGATION_STATE], NULL, counter_tokens[BY_OBLIGATION_STATE], cli);
  g_print (ngettext ("%u entry in the history; %u can be undone, %u redone\n",
                     "%u entries in the history; %u can be undone, %u redone\n", n_edits),
           n_edits, klaster_project_get_n_undo (project), klaster_project_get_n_redo (project));
}

int
klaster_cli_info (KlasterCli  *cli,
                  int          argc,
                  char       **argv)
{
  gboolean json = FALSE;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_("Print the counts as JSON"), NULL },
    { NULL },
  };
  g_autoptr (KlasterProject) project = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) history = NULL;
  g_autoptr (GError) error = NULL;
  Counter counters[N_COUNTERS];
  guint n_unplaced;
  int status;

  if (!klaster_cli_parse (cli, "FILE", _("Counts institutions, cooperations, agreements, obligations and edits."), entries,
                          KLASTER_CLI_OPTION_DATE, 1, 1, &argc, &argv))
    return KLASTER_CLI_USAGE;
  project = klaster_cli_open (cli, argv[1], KLASTER_OPEN_READ_ONLY, &status);
  if (project == NULL)
    return status;
  klaster_project_load_history_async (project, -1, 0, cli->cancellable, klaster_cli_finished_cb, &result);
  history = klaster_project_load_history_finish (project, klaster_cli_await (&result), &error);
  if (history == NULL)
    return klaster_cli_close (cli, project, argv[1], klaster_cli_fail (cli, argv[1], error));

  for (guint i = 0; i < N_COUNTERS; i++)
    counter_init (&counters[i], counter_tokens[i]);
  n_unplaced = count (klaster_project_get_snapshot (project), counters, cli->date);
  if (json)
    print_json (project, counters, n_unplaced, history->len);
  else
    print_text (cli, project, counters, n_unplaced, history->len);
  for (guint i = 0; i < N_COUNTERS; i++)
    g_hash_table_unref (counters[i].counts);

  return klaster_cli_close (cli, project, argv[1], KLASTER_CLI_DONE);
}
