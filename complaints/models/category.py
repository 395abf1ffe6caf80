from typing import ClassVar

from django.db import models


class Category(models.Model):
    """A category and subcategory as HPMS spells them, and whether HPMS stores agent/broker data for it.

    Pairs come in with the downloads; which of them take agent/broker data is in no CMS source and is
    set by an administrator (`takes_agent_broker` unknown until then)."""

    complaint_category = models.CharField(max_length=250)
    complaint_subcategory = models.CharField(max_length=250, blank=True)
    takes_agent_broker = models.BooleanField(null=True)
    active = models.BooleanField(db_default=True, help_text="CMS still uses it (SOP G, note 4).")

    class Meta:
        verbose_name_plural = "categories"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["complaint_category", "complaint_subcategory"],
                name="one_row_per_category_pair",
            )
        ]

    def __str__(self) -> str:
        return " / ".join(filter(None, [self.complaint_category, self.complaint_subcategory]))
