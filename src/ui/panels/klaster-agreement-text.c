/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "klaster-agreement-text.h"
#include "klaster-derive.h"
#include "klaster-record-group.h"

/**
 * klaster_agreement_get_style:
 * @status: one of agreement_statuses
 *
 * Returns: (nullable): "success", "warning", "error" or %NULL for no colour
 */
const char *
klaster_agreement_get_style (const char *status)
{
  if (g_strcmp0 (status, "in_force") == 0)
    return "success";
  if (g_strcmp0 (status, "expiring") == 0)
    return "warning";
  if (g_strcmp0 (status, "expired") == 0)
    return "error";

  return NULL;
}

/**
 * klaster_agreement_pill_new:
 * @snapshot: content of the project
 * @agreement: an agreement
 * @date: today, YYYY-MM-DD
 * @language: language of the status
 *
 * Returns: (transfer floating): the status as text on its colour
 */
GtkWidget *
klaster_agreement_pill_new (KlasterSnapshot  *snapshot,
                            const KlasterRow *agreement,
                            const char       *date,
                            KlasterLanguage   language)
{
  const char *status = klaster_agreement_get_status (snapshot, agreement, date);
  const char *name = klaster_vocabulary_get_name (snapshot, "agreement_statuses", status, language);
  int days = klaster_agreement_get_days_left (agreement, date);
  g_autofree char *text = NULL;
  GtkWidget *pill;

  if (g_strcmp0 (status, "expiring") == 0 && days >= 0 && days < 1000)
    /* Translators: how long an agreement is still valid, in a small space */
    text = g_strdup_printf (ngettext ("%d day", "%d days", (gulong) days), days);
  pill = klaster_pill_new (text ? text : name, klaster_agreement_get_style (status));
  if (text)
    gtk_widget_set_tooltip_text (pill, name);

  return pill;
}
