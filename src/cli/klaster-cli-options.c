/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "klaster-cli.h"
#include "klaster-derive.h"

static gboolean
language_cb (const char  *option,
             const char  *value,
             gpointer     user_data,
             GError     **error)
{
  KlasterCli *self = user_data;

  if (klaster_language_parse (value, &self->language))
    return TRUE;
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _("“%s” is not a language; there are uz, uz_Cyrl, ru, en."),
               value);
  return FALSE;
}

static gboolean
date_cb (const char  *option,
         const char  *value,
         gpointer     user_data,
         GError     **error)
{
  KlasterCli *self = user_data;

  if (!klaster_date_is_valid (value))
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _("“%s” is not a date; a date is written YYYY-MM-DD."),
                   value);
      return FALSE;
    }
  g_free (self->date);
  self->date = g_strdup (value);

  return TRUE;
}

/**
 * klaster_cli_parse:
 * @self: this run
 * @arguments: what stands behind the options, for the help: "FILE SOURCE"
 * @description: (nullable): what the help ends with, translated
 * @entries: (nullable) (array zero-terminated=1): the command's own options
 * @options: common options that only some commands have
 * @min_arguments: of the arguments that are left
 * @max_arguments: of the arguments that are left
 * @argc: (inout): as in main()
 * @argv: (inout): as in main(); the command's name stands first
 *
 * Reads the options; `--help` prints and exits.
 *
 * Returns: whether the command can run; otherwise it was told what is wrong, and the exit status is 1
 */
gboolean
klaster_cli_parse (KlasterCli          *self,
                   const char          *arguments,
                   const char          *description,
                   const GOptionEntry  *entries,
                   KlasterCliOptions    options,
                   int                  min_arguments,
                   int                  max_arguments,
                   int                 *argc,
                   char              ***argv)
{
  GOptionEntry common[] = {
    { "author", 0, 0, G_OPTION_ARG_STRING, &self->author, N_("Who shall stand in the history"), N_("NAME") },
    { "quiet", 0, 0, G_OPTION_ARG_NONE, &self->quiet, N_("Tell only errors"), NULL },
    { "lang", 0, 0, G_OPTION_ARG_CALLBACK, language_cb, N_("Language of names and messages: uz, uz_Cyrl, ru, en"),
      N_("LANGUAGE") },
    { NULL },
  };
  GOptionEntry dated[] = {
    { "date", 0, 0, G_OPTION_ARG_CALLBACK, date_cb, N_("The day to take for today"), N_("YYYY-MM-DD") },
    { NULL },
  };
  g_autofree char *usage = g_strdup_printf ("%s", arguments);
  g_autoptr (GOptionContext) context = g_option_context_new (usage);
  g_autofree char *program = g_strdup_printf ("klaster-cli %s", self->command);
  g_autoptr (GError) error = NULL;
  GOptionGroup *group = g_option_group_new (NULL, NULL, NULL, self, NULL);
  int n_arguments;

  g_set_prgname (program);
  g_option_group_set_translation_domain (group, GETTEXT_PACKAGE);
  if (entries)
    g_option_group_add_entries (group, entries);
  if (options & KLASTER_CLI_OPTION_DATE)
    g_option_group_add_entries (group, dated);
  g_option_group_add_entries (group, common);
  g_option_context_set_main_group (context, group);
  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  if (description)
    g_option_context_set_description (context, description);

  if (!g_option_context_parse (context, argc, argv, &error))
    {
      klaster_cli_error (self, "%s", error->message);
      return FALSE;
    }
  n_arguments = *argc - 1;
  /* What follows "--" is an argument, whatever it looks like. */
  if (n_arguments > 0 && strcmp ((*argv)[1], "--") == 0)
    {
      (*argv)++;
      (*argc)--;
      n_arguments--;
    }
  if (n_arguments < min_arguments || n_arguments > max_arguments)
    {
      klaster_cli_error (self, _("Usage: klaster-cli %s [OPTION…] %s"), self->command, arguments);
      return FALSE;
    }

  return TRUE;
}
