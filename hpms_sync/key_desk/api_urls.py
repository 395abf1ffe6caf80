from django.urls import path

from hpms_sync.key_desk.api import HpmsTokenView

urlpatterns = [path("hpms-token/", HpmsTokenView.as_view(), name="api-hpms-token")]
