/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include "klaster-application.h"
#include "klaster-build-dir.h"

int
main (int    argc,
      char **argv)
{
  g_autoptr (KlasterApplication) application = NULL;

  klaster_build_dir_set_up_catalogues ();
  application = klaster_application_new ();

  return g_application_run (G_APPLICATION (application), argc, argv);
}
