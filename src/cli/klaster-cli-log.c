/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "klaster-cli.h"
#include "klaster-history.h"
#include "klaster-json-node.h"

static void
set_text (JsonObject *object,
          const char *member,
          const char *text)
{
  if (text)
    json_object_set_string_member (object, member, text);
  else
    json_object_set_null_member (object, member);
}

/* (nullable): a file from a stranger may hold a moment that no calendar has. */
static char *
format_time (const KlasterHistoryEntry *entry,
             gboolean                   local)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (entry->time / 1000);
  g_autoptr (GDateTime) here = utc && local ? g_date_time_to_local (utc) : NULL;

  if (utc == NULL)
    return NULL;

  return here ? g_date_time_format (here, "%Y-%m-%d %H:%M") : g_date_time_format (utc, "%Y-%m-%dT%H:%M:%SZ");
}

/* What the summary says of the tables that documents know: nothing of how a picture is arranged. */
static JsonNode *
make_changes (const KlasterHistoryEntry *entry)
{
  JsonNode *changes = entry->summary ? klaster_json_node_parse (entry->summary, -1, NULL) : NULL;

  if (changes == NULL)
    return json_node_init_object (json_node_alloc (), json_object_new ());
  for (guint t = 0; t < KLASTER_N_TABLES && JSON_NODE_HOLDS_OBJECT (changes); t++)
    if (klaster_schema_is_internal (t))
      json_object_remove_member (json_node_get_object (changes), klaster_schema_get_table (t)->name);

  return changes;
}

static JsonNode *
make_document (GPtrArray *entries)
{
  JsonNode *document = json_node_new (JSON_NODE_ARRAY);
  g_autoptr (JsonArray) array = json_array_new ();

  for (guint i = 0; i < entries->len; i++)
    {
      const KlasterHistoryEntry *entry = g_ptr_array_index (entries, i);
      g_autofree char *time = format_time (entry, FALSE);
      JsonObject *object = json_object_new ();
      set_text (object, "edit", entry->uuid);
      set_text (object, "time", time);
      set_text (object, "author", entry->author);
      set_text (object, "label", entry->label);
      json_object_set_member (object, "changes", make_changes (entry));
      json_object_set_boolean_member (object, "undone", entry->undone);
      json_array_add_object_element (array, object);
    }
  json_node_init_array (document, array);

  return document;
}

static void
print_lines (GPtrArray *entries)
{
  for (guint i = 0; i < entries->len; i++)
    {
      const KlasterHistoryEntry *entry = g_ptr_array_index (entries, i);
      g_autofree char *time = format_time (entry, TRUE);

      g_print ("%s  %s  %s  +%u ~%u −%u%s%s\n", time ? time : "–", entry->author ? entry->author : "", entry->label ? entry->label : "",
               entry->n_inserted, entry->n_updated, entry->n_deleted, entry->undone ? "  " : "",
               /* Translators: an edit that was taken back, in a list of edits. */
               entry->undone ? _("(undone)") : "");
    }
}

int
klaster_cli_log (KlasterCli  *cli,
                 int          argc,
                 char       **argv)
{
  gboolean json = FALSE;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_("Print the history as JSON"), NULL },
    { NULL },
  };
  g_autoptr (KlasterProject) project = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) history = NULL;
  g_autoptr (GError) error = NULL;
  int status;

  if (!klaster_cli_parse (cli, "FILE", _("Lists what was edited, when and by whom: rows inserted, changed and deleted."),
                          entries, 0, 1, 1, &argc, &argv))
    return KLASTER_CLI_USAGE;
  project = klaster_cli_open (cli, argv[1], KLASTER_OPEN_READ_ONLY, &status);
  if (project == NULL)
    return status;

  klaster_project_load_history_async (project, -1, 0, cli->cancellable, klaster_cli_finished_cb, &result);
  history = klaster_project_load_history_finish (project, klaster_cli_await (&result), &error);
  if (history == NULL)
    return klaster_cli_close (cli, project, argv[1], klaster_cli_fail (cli, argv[1], error));
  if (json)
    klaster_cli_print_json (make_document (history));
  else
    print_lines (history);

  return klaster_cli_close (cli, project, argv[1], KLASTER_CLI_DONE);
}
