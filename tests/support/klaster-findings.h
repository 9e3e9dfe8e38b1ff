/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-verify.h"

/* What verifying found first, other than what random edits bring about: attachments whose bytes are not there, pairs that are
 * joined twice. NULL: all well. */
static inline const char *
get_first_finding (KlasterVerifyReport *report)
{
  for (guint i = 0; i < report->findings->len; i++)
    {
      KlasterFinding *finding = report->findings->pdata[i];

      if (!g_str_equal (finding->check, "attachments") &&
          !(finding->level == KLASTER_FINDING_NOTE && g_str_equal (finding->check, "content")))
        return finding->text;
    }

  return NULL;
}
