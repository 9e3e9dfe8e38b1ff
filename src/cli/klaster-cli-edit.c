/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "klaster-cli.h"
#include "klaster-json.h"

static void
print_answer (const char *uuid,
              GArray     *ids)
{
  JsonNode *document = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (JsonObject) object = json_object_new ();
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < ids->len; i++)
    json_array_add_int_element (array, g_array_index (ids, gint64, i));
  json_object_set_string_member (object, "edit", uuid);
  json_object_set_array_member (object, "ids", array);
  json_node_init_object (document, object);
  klaster_cli_print_json (document);
}

int
klaster_cli_edit (KlasterCli  *cli,
                  int          argc,
                  char       **argv)
{
  g_autofree char *label = NULL;
  gboolean json = FALSE;
  const GOptionEntry entries[] = {
    { "label", 0, 0, G_OPTION_ARG_STRING, &label, N_("What Undo and the history call it"), N_("TEXT") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_("Print the edit’s identifier and the rows’ as JSON"), NULL },
    { NULL },
  };
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (JsonNode) document = NULL;
  g_autoptr (KlasterProject) project = NULL;
  g_autoptr (KlasterEdit) edit = NULL;
  g_autoptr (GArray) ids = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *uuid = NULL;
  const char *file, *set;
  int status;

  if (!klaster_cli_parse (cli, "FILE SET.json",
                          _("SET.json is a list of changes that are made as one edit, or not at all:\n"
                            "  [{\"op\":\"insert\",\"table\":\"institution\",\"ref\":\"a\",\"values\":{…}},\n"
                            "   {\"op\":\"update\",\"table\":\"institution\",\"id\":N,\"values\":{\"phone\":\"…\"}},\n"
                            "   {\"op\":\"delete\",\"table\":\"cooperation\",\"id\":N}]\n"
                            "“@a” as a value refers to the row inserted as “a”; “-” reads standard input."),
                          entries, 0, 2, 2, &argc, &argv))
    return KLASTER_CLI_USAGE;
  file = argv[1];
  set = argv[2];

  project = klaster_cli_open (cli, file, KLASTER_OPEN_DEFAULT, &status);
  if (project == NULL)
    return status;
  bytes = klaster_cli_load (cli, set, &status);
  if (bytes == NULL)
    return klaster_cli_close (cli, project, file, status);

  document = klaster_json_parse (g_bytes_get_data (bytes, NULL) ? g_bytes_get_data (bytes, NULL) : "",
                                 g_bytes_get_size (bytes), NULL, &error);
  if (document)
    edit = klaster_edit_new_from_json (document, label ? label : _("Edit from the command line"), &ids, &error);
  if (edit)
    {
      klaster_project_commit_async (project, edit, cli->cancellable, klaster_cli_finished_cb, &result);
      uuid = klaster_project_commit_finish (project, klaster_cli_await (&result), &error);
    }
  if (uuid == NULL)
    return klaster_cli_close (cli, project, file, klaster_cli_fail (cli, set, error));

  cli->committed = TRUE;
  status = klaster_cli_close (cli, project, file, KLASTER_CLI_DONE);
  if (cli->again)
    return status;
  if (json)
    print_answer (uuid, ids);
  else if (status == KLASTER_CLI_DONE)
    klaster_cli_message (cli, ngettext ("%s: %u change was made.", "%s: %u changes were made.", ids->len), file, ids->len);

  return status;
}
