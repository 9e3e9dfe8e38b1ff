/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <signal.h>
#include <string.h>

#include <glib-unix.h>
#include <glib/gi18n-lib.h>

#include "klaster-build-dir.h"
#include "klaster-check.h"
#include "klaster-cli.h"
#include "klaster-derive.h"
#include "klaster-worker.h"

/* In the order in which people meet them. */
static const KlasterCliCommand commands[] = {
  { "new", N_("Make an empty project, or the reference project"), klaster_cli_new },
  { "info", N_("Count what a project holds"), klaster_cli_info },
  { "import", N_("Take in rows of a table, of GeoJSON or of another project"), klaster_cli_import },
  { "export", N_("Write a project’s content in another format"), klaster_cli_export },
  { "edit", N_("Make a list of changes as one edit"), klaster_cli_edit },
  { "log", N_("List the history, newest first"), klaster_cli_log },
  { "undo", N_("Take the last edits back"), klaster_cli_undo },
  { "redo", N_("Make edits again that were taken back"), klaster_cli_redo },
  { "check", N_("Check agreements and dual education against their rules"), klaster_cli_check },
  { "render", N_("Draw the map or the graph as a picture"), klaster_cli_render },
  { "verify", N_("Check the file, its tables and its history"), klaster_cli_verify },
};

static void
print_help (void)
{
  g_print ("%s\n\n%s\n", _("Usage: klaster-cli COMMAND [OPTION…] [ARGUMENT…]"), _("Commands:"));
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    g_print ("  %-8s %s\n", commands[i].name, _(commands[i].summary));
  g_print ("\n%s\n", _("“klaster-cli COMMAND --help” describes a command; “-” is standard input or output."));
  g_print ("\n%s\n", _("Exit status: 0 done · 1 wrong usage · 2 a file cannot be opened · 3 rejected, nothing written · "
                       "4 done, something is left to look at · 5 done, but the file could not be replaced"));
}

static gboolean
signal_cb (KlasterCli *cli,
           int         number)
{
  cli->signal = number;
  g_cancellable_cancel (cli->cancellable);

  return G_SOURCE_CONTINUE;
}

static gboolean
interrupt_cb (gpointer user_data)
{
  return signal_cb (user_data, SIGINT);
}

static gboolean
terminate_cb (gpointer user_data)
{
  return signal_cb (user_data, SIGTERM);
}

/* Messages follow --lang as well; gettext reads the environment only once, so it is set before anything is translated. */
static void
set_language (int    argc,
              char **argv)
{
  static const char *const names[KLASTER_N_LANGUAGES] = { "uz", "uz@cyrillic", "ru", "en" };
  const char *value = NULL;
  KlasterLanguage language;

  for (int i = 1; i < argc; i++)
    if (g_str_has_prefix (argv[i], "--lang="))
      value = argv[i] + strlen ("--lang=");
    else if (strcmp (argv[i], "--lang") == 0 && i + 1 < argc)
      value = argv[i + 1];
  if (value && klaster_language_parse (value, &language))
    g_setenv ("LANGUAGE", names[language], TRUE);

  klaster_build_dir_set_up_catalogues ();
}

int
main (int    argc,
      char **argv)
{
  KlasterCli cli = { 0 };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  int status;

  set_language (argc, argv);
  klaster_cli_begin_output ();
  klaster_check_set_up_attention ();
  if (argc < 2)
    {
      g_printerr ("%s\n", _("Usage: klaster-cli COMMAND [OPTION…] [ARGUMENT…]"));
      return KLASTER_CLI_USAGE;
    }
  if (strcmp (argv[1], "--help") == 0 || strcmp (argv[1], "-h") == 0 || strcmp (argv[1], "help") == 0)
    {
      print_help ();
      return klaster_cli_end_output (&cli, KLASTER_CLI_DONE);
    }
  if (strcmp (argv[1], "--version") == 0)
    {
      g_print ("klaster-cli %s\n", PACKAGE_VERSION);
      return klaster_cli_end_output (&cli, KLASTER_CLI_DONE);
    }

  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    if (strcmp (argv[1], commands[i].name) == 0)
      {
        cli.command = commands[i].name;
        cli.language = klaster_language_get_default ();
        cli.date = klaster_date_today ();
        cli.cancellable = cancellable;
        /* A reader that goes away is an error to report, not a reason to die in the middle. */
        signal (SIGPIPE, SIG_IGN);
        g_unix_signal_add (SIGINT, interrupt_cb, &cli);
        g_unix_signal_add (SIGTERM, terminate_cb, &cli);

        do
          {
            g_autofree char **arguments = g_memdup2 (argv + 1, (gsize) argc * sizeof (char *)); /* the commands take them apart */

            cli.again = FALSE;
            g_clear_pointer (&cli.author, g_free);
            status = commands[i].run (&cli, argc - 1, arguments);
          }
        while (cli.again);
        klaster_cli_end_progress (&cli);
        status = klaster_cli_end_output (&cli, status);
        g_clear_pointer (&cli.input, g_bytes_unref);
        g_free (cli.author);
        g_free (cli.date);
        return klaster_workers_finish (status, KLASTER_WORKERS_SECONDS);
      }

  g_printerr (_("klaster-cli: There is no command “%s”. “klaster-cli --help” lists them.\n"), argv[1]);
  return KLASTER_CLI_USAGE;
}
